//! The staff's side: who may come in and do what, on which line, and that nothing typed is lost.

mod changes;
mod codes;
mod door;
mod forms;
mod notices;
mod papers;
mod photos;
mod positions;
mod table;
mod uploads;

use axum::http::Method;
use baozhai::people::{Client, Role, ShownName, Who};

use super::TestApp;
use super::app::Answer;

const PASSWORD: &str = "窑洞 lantern 七 harbour";

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// Fields as a form sends them.
fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect::<String>()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

impl TestApp {
    /// Somebody who has set the password; gives the cookie of a session.
    async fn with_member(&self, name: &str, role: Role) -> anyhow::Result<String> {
        let people = baozhai::people::People::of(&self.records);
        let names = (name.parse()?, ShownName::parse(name)?);
        let link = people.add(Who::operator(), names, role, self.clock.now()).await?;
        let client =
            Client { address: "192.0.2.7".parse().ok(), browser: "Mozilla Firefox Linux".to_owned() };
        let (token, _) = people.redeem(link.token.as_str(), PASSWORD, client, self.clock.now()).await?;
        Ok(format!("__Host-baozhai-session={}", token.as_str()))
    }

    async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.ask(Method::GET, path, &[("cookie", cookie)]).await
    }

    async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [("cookie", cookie), ("content-type", FORM), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, &encoded(fields)).await
    }
}

/// The pair of name and value that a browser keeps.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

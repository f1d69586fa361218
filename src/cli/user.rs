//! `baozhai user`: who may sign in.

use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use jiff::Timestamp;

use super::config::{Settings, addresses_at};
use super::data_folder::DataFolder;
use crate::mail::MailAddress;
use crate::model::Language;
use crate::model::address::{Addresses, Page};
use crate::people::{Account, AccountName, Invitation, People, Role, ShownName, Who};

/// What is done with accounts.
#[derive(Subcommand)]
pub(super) enum Arguments {
    /// Makes an account and prints a link, good once and for 7 days, by which its owner sets a password
    Add {
        /// What they sign in with: 2 to 32 letters a-z, digits, `.`, `_`, `-` or Chinese characters
        #[arg(value_name = "NAME")]
        name: AccountName,
        /// What they may do
        #[arg(long, value_name = "ROLE", value_parser = roles())]
        role: String,
        /// The name others see [default: NAME]
        #[arg(long, value_name = "TEXT")]
        shown: Option<ShownName>,
        /// Where letters of their notices go, if this archive sends any
        #[arg(long, value_name = "ADDRESS")]
        email: Option<MailAddress>,
    },
    /// Lets nobody sign in with an account, and ends its sessions
    Disable {
        /// The account
        #[arg(value_name = "NAME")]
        name: AccountName,
    },
    /// Lets an account that was disabled sign in again
    Enable {
        /// The account
        #[arg(value_name = "NAME")]
        name: AccountName,
    },
    /// Takes a password away, ends all sessions, and prints a link, good once and for 24 hours, to set another
    Reset {
        /// The account
        #[arg(value_name = "NAME")]
        name: AccountName,
    },
    /// Gives an account another role, and ends its sessions
    Role {
        /// The account
        #[arg(value_name = "NAME")]
        name: AccountName,
        /// What they may do from now on
        #[arg(value_name = "ROLE", value_parser = roles())]
        role: String,
    },
    /// Lists all accounts
    List,
}

fn roles() -> [&'static str; 5] {
    Role::ALL.map(Role::word)
}

/// Does it, and tells what was done.
pub(super) async fn run(settings: Settings, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let addresses = match &settings.addresses {
        Some(addresses) => addresses.clone(),
        None => addresses_at(&format!("http://{}", settings.listen))?,
    };
    let data = DataFolder::open_existing(&settings.data).await?;
    let done = manage(&data, &addresses, arguments).await;
    data.close_after_commit().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn manage(data: &DataFolder, addresses: &Addresses, arguments: Arguments) -> anyhow::Result<()> {
    let (people, now, who) = (People::of(&data.records), data.clock.now(), Who::operator());
    match arguments {
        Arguments::Add { name, role, shown, email } => {
            let shown = shown.unwrap_or_else(|| ShownName::from(&name));
            let invitation =
                people.add_with_mail(who, (name.clone(), shown), role_of(&role)?, email, now).await?;
            println!(
                "{name} was added as {role}; to set the password they open, once, {}",
                until(&invitation)
            );
            println!("  {}", link_to(addresses, &invitation));
        }
        Arguments::Disable { name } => {
            people.disable(who, &name, now).await?;
            println!("{name} is disabled and signed out everywhere");
        }
        Arguments::Enable { name } => {
            people.enable(who, &name, now).await?;
            println!("{name} may sign in again");
        }
        Arguments::Reset { name } => {
            let invitation = people.reset(who, &name, now).await?;
            println!(
                "{name} has no password any more and is signed out everywhere; to set another they open, once, {}",
                until(&invitation)
            );
            println!("  {}", link_to(addresses, &invitation));
        }
        Arguments::Role { name, role } => {
            people.set_role(who, &name, role_of(&role)?, now).await?;
            println!("{name} is {role} now");
        }
        Arguments::List => {
            let accounts = people.accounts().await?;
            if accounts.is_empty() {
                println!("there are no accounts: `baozhai user add NAME --role ROLE` makes one");
            }
            accounts.iter().for_each(|account| println!("{}", in_words(account)));
        }
    }
    Ok(())
}

fn role_of(word: &str) -> anyhow::Result<Role> {
    Role::from_word(word).with_context(|| format!("there is no role {word}"))
}

fn in_words(account: &Account) -> String {
    let state = match (account.is_disabled, account.has_password) {
        (true, _) => "disabled",
        (false, false) => "has no password yet",
        (false, true) => "may sign in",
    };
    format!(
        "{}\t{}\t{}\t{state}\tsince {}",
        account.name,
        account.role.word(),
        account.shown,
        day_of(account.created_at)
    )
}

/// The address by which a link is handed over.
pub(super) fn link_to(addresses: &Addresses, invitation: &Invitation) -> String {
    addresses.address(&Page::invitation(invitation.token.as_str()), Language::Chinese)
}

fn until(invitation: &Invitation) -> String {
    format!("until {}:", day_of(invitation.expires_at))
}

/// A moment to the minute, in UTC.
pub(super) fn day_of(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

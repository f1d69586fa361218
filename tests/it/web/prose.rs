//! Prose that was written to do harm, up to the megabyte a text may have.

use std::time::Duration;

use super::{Outcome, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_prose_is_rendered_within_seconds() -> Outcome {
    for (what, text) in [
        ("quotes", ">".repeat(1_000_000)),
        ("lists", "- ".repeat(500_000)),
        ("brackets", "[".repeat(1_000_000)),
        ("links", "[a](".repeat(250_000)),
        ("images", "![".repeat(500_000)),
        ("stars", "*a **b ".repeat(140_000)),
        ("underscores", "a_ ".repeat(330_000)),
        ("backticks", (1..1_400).map(|n| "`".repeat(n) + " ").collect()),
        ("entities", "&#1".repeat(330_000)),
        ("comments", "<!--".repeat(250_000)),
        ("tags", "<a ".repeat(330_000)),
        ("references", (0..30_000).map(|n| format!("[{n}]: /x\n[{n}] ")).collect()),
        ("footnotes", (0..20_000).map(|n| format!("[^{n}]\n\n[^{n}]: [^{n}]\n\n")).collect()),
        ("table", format!("{}\n{}\n{}", "|a".repeat(1_000), "|-".repeat(1_000), "|\n".repeat(400_000))),
        ("headings", "# a\n".repeat(100_000)),
        ("nested links", "[".repeat(300_000) + "a" + &"](x)".repeat(150_000)),
    ] {
        let app = TestApp::start().await?;
        app.rewrite_text("beta", &text).await?;
        // What is quadratic takes minutes, what is linear a second or two.
        let answer = tokio::time::timeout(Duration::from_secs(60), app.get("/villages/beta")).await;
        assert!(answer.is_ok_and(|answer| answer.status.is_success()), "{what}");
    }
    Ok(())
}

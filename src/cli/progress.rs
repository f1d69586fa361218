//! Progress bars on a terminal, silence elsewhere.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts to `total`, or just counts where that is not known yet.
pub(super) fn bar(label: &'static str, total: Option<u64>) -> ProgressBar {
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template =
        if total.is_some() { "{msg} {wide_bar} {pos}/{len} {eta}" } else { "{msg} {spinner} {pos}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(label);
    bar
}

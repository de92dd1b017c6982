//! A progress bar on standard error, for runs that take long.

use crate::check::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Time after which a run is long.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar that appears only on a terminal and only when the work is long.
pub struct Bar {
    wanted: bool,
    bar: OnceLock<(ProgressBar, Instant)>,
    visible: AtomicBool,
}

impl Bar {
    /// A bar, if it is wanted and standard error is a terminal.
    pub fn new(wanted: bool) -> Self {
        let wanted = wanted && std::io::stderr().is_terminal();
        Bar { wanted, bar: OnceLock::new(), visible: AtomicBool::new(false) }
    }
}

impl Progress for Bar {
    fn start(&self, documents: usize) {
        if self.wanted {
            let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::hidden());
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} documents, {eta} left") {
                bar.set_style(style);
            }
            self.bar.get_or_init(|| (bar, Instant::now()));
        }
    }

    fn step(&self) {
        let Some((bar, since)) = self.bar.get() else { return };
        if since.elapsed() > PATIENCE && !self.visible.swap(true, Ordering::Relaxed) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some((bar, _)) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

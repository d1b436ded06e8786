//! What waits for one watcher. Costs nothing while nothing waits: ten thousand links are open and silent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::Signal;

/// Signals that a slow watcher may have waiting; past that it is told to look at everything again.
const SIGNALS_MAX: usize = 64;

/// Shared by the watcher and the topics that it joined.
#[derive(Clone, Default)]
pub(super) struct Queue(Arc<Inner>);

#[derive(Default)]
struct Inner {
    waiting: Mutex<Waiting>,
    wakes: Notify,
}

#[derive(Default)]
struct Waiting {
    signals: VecDeque<Signal>,
    is_behind: bool,
}

impl Queue {
    /// Puts a signal at the end, or notes that one was lost.
    pub(super) fn put(&self, signal: Signal) {
        let mut waiting = self.lock();
        if waiting.signals.len() < SIGNALS_MAX {
            waiting.signals.push_back(signal);
        } else {
            waiting.is_behind = true;
        }
        drop(waiting);
        self.0.wakes.notify_one();
    }

    /// Notes that something may have been missed, and wakes the watcher.
    pub(super) fn put_again(&self) {
        self.lock().is_behind = true;
        self.put(Signal::Again);
    }

    /// The next signal; waits for one. For one watcher at a time.
    pub(super) async fn next(&self) -> Signal {
        loop {
            let wakes = self.0.wakes.notified();
            if let Some(signal) = self.take() {
                return signal;
            }
            wakes.await;
        }
    }

    /// Was something lost since the last time?
    pub(super) fn take_behind(&self) -> bool {
        std::mem::take(&mut self.lock().is_behind)
    }

    fn take(&self) -> Option<Signal> {
        let mut waiting = self.lock();
        let signal = waiting.signals.pop_front();
        if waiting.signals.is_empty() {
            waiting.signals = VecDeque::new();
        }
        signal
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

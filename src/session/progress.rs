//! How far a run has come.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How far a run has come, for whoever shows it. Nothing depends on it, so that it may be a little behind.
#[derive(Debug, Default)]
pub struct Progress {
    stage: Mutex<&'static str>,
    total: AtomicUsize,
    done: AtomicUsize,
    /// Tells the time, where somebody wants to know how long stages take.
    clock: Option<fn() -> Instant>,
    begun: Mutex<Vec<(&'static str, Instant)>>,
}

impl Progress {
    /// One that remembers when each stage began.
    pub fn timed(clock: fn() -> Instant) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    /// When each stage began, in their order.
    pub fn begun(&self) -> Vec<(&'static str, Instant)> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A stage of so many steps begins; of none if they cannot be counted.
    pub fn begin(&self, stage: &'static str, total: usize) {
        if let Some(clock) = self.clock {
            self.begun.lock().unwrap_or_else(PoisonError::into_inner).push((stage, clock()));
        }
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One step is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The stage, how many of its steps are done, and how many there are.
    pub fn now(&self) -> (&'static str, usize, usize) {
        let stage = *self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let total = self.total.load(Ordering::Relaxed);
        (stage, self.done.load(Ordering::Relaxed).min(total), total)
    }
}

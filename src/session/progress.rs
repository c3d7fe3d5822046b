//! The progress of a run.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The progress of a run, for display only: values may lag behind.
#[derive(Debug, Default)]
pub struct Progress {
    stage: Mutex<&'static str>,
    total: AtomicUsize,
    done: AtomicUsize,
    /// The clock, if stages are timed.
    clock: Option<fn() -> Instant>,
    stages: Mutex<Vec<(&'static str, Instant)>>,
}

impl Progress {
    /// A progress that records when each stage starts.
    pub fn timed(clock: fn() -> Instant) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    /// The stages so far and when each started.
    pub fn stages(&self) -> Vec<(&'static str, Instant)> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts a stage of `total` steps; 0 if the steps cannot be counted.
    pub fn begin(&self, stage: &'static str, total: usize) {
        if let Some(clock) = self.clock {
            self.stages.lock().unwrap_or_else(PoisonError::into_inner).push((stage, clock()));
        }
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Counts a step.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The current stage, the steps done, and the total.
    pub fn now(&self) -> (&'static str, usize, usize) {
        let stage = *self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let total = self.total.load(Ordering::Relaxed);
        (stage, self.done.load(Ordering::Relaxed).min(total), total)
    }
}

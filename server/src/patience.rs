//! How long the program waits for somebody who is slow. Tests wait less.

use std::time::Duration;

/// Every wait for whoever is at the other end.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a request's head; and how long a connection may be idle.
    pub head_within: Duration,
    /// For a request's body and its answer.
    pub request_within: Duration,
    /// For a socket's first word.
    pub hello_within: Duration,
    /// How often a socket looks at the clock; every fifth time the browser is asked whether it is still there.
    pub tick: Duration,
    /// How long a browser may say nothing on a socket, not even that it is there.
    pub silence_max: Duration,
    /// How long a write to a socket may take before its reader counts as gone.
    pub write_within: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head_within: Duration::from_secs(10),
            request_within: Duration::from_mins(1),
            hello_within: Duration::from_secs(5),
            tick: Duration::from_secs(5),
            silence_max: Duration::from_mins(1),
            write_within: Duration::from_secs(10),
        }
    }
}

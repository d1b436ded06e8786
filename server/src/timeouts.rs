//! How long the program waits for somebody who is slow. Tests wait less.

use std::time::Duration;

/// Every wait for whoever is at the other end.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For a request's head; and how long a connection may be idle.
    pub head_within: Duration,
    /// For a request's body and its answer, beside the time that a large body takes on a slow line.
    pub request_within: Duration,
    /// The slowest line that a file may come in by, in bytes a second.
    pub bytes_per_second_min: u64,
    /// For a body at the most.
    pub body_within_max: Duration,
    /// For a socket's first word.
    pub hello_within: Duration,
    /// How often a socket looks at the clock; every fifth time the browser is asked whether it is still there.
    pub tick: Duration,
    /// How long a browser may say nothing on a socket, not even that it is there.
    pub silence_max: Duration,
    /// How long a write to a socket may take before its reader counts as gone.
    pub write_within: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            head_within: Duration::from_secs(10),
            request_within: Duration::from_mins(1),
            // 256 kbit/s: ten megabytes take five minutes and a half.
            bytes_per_second_min: 32 * 1024,
            body_within_max: Duration::from_mins(10),
            hello_within: Duration::from_secs(5),
            tick: Duration::from_secs(5),
            silence_max: Duration::from_mins(1),
            write_within: Duration::from_secs(10),
        }
    }
}

impl Timeouts {
    /// For a request whose body has so many bytes by its own word, at a door that takes `bytes_max`; what says nothing gets no
    /// more than any other.
    pub fn for_body(&self, bytes: Option<u64>, bytes_max: usize) -> Duration {
        let bytes = bytes.unwrap_or_default().min(bytes_max as u64);
        let body = Duration::from_secs(bytes / self.bytes_per_second_min.max(1));
        self.request_within + body.min(self.body_within_max)
    }
}

/// When to come back to a server that goes, in milliseconds: spread over three seconds, so that not all knock at once.
pub fn come_back_after_ms() -> u32 {
    let mut bytes = [0; 2];
    let _ = getrandom::fill(&mut bytes);
    500 + u32::from(u16::from_le_bytes(bytes)) % 3000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_has_the_time_that_a_slow_line_needs() {
        let timeouts = Timeouts::default();
        let check = |bytes, most, seconds| {
            assert_eq!(timeouts.for_body(bytes, most), Duration::from_secs(seconds), "{bytes:?} of {most}");
        };
        let file = 10 * 1024 * 1024;
        check(None, file, 60);
        check(Some(2000), file, 60);
        check(Some(10 * 1024 * 1024), file, 60 + 320);
        check(Some(u64::MAX), 10 * file, 60 + 600);
        // A claim buys no time at a door for words.
        check(Some(u64::MAX), 64 * 1024, 60 + 2);
    }
}

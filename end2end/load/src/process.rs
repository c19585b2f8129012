//! What a process costs, as Linux tells it.

use std::fs;

/// The length of a clock tick in seconds: Linux has 100 of them in a second on every machine that programs see.
const TICK: f64 = 0.01;

/// The processor time that a process has used, in seconds.
pub fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name in brackets may hold anything; utime and stime are the 12th and 13th fields after it.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * TICK
}

/// A figure of `/proc/PID/status` in megabytes: `VmHWM` is the peak of the resident memory, `VmRSS` what it is now.
pub fn megabytes(pid: u32, figure: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(figure));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

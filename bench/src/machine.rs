//! The machine's facts, printed beside every result.

use anyhow::Context as _;

/// Cores, processor, memory, kernel: one line each.
pub(crate) fn facts() -> anyhow::Result<String> {
    let cores = std::thread::available_parallelism()?;
    let processor = field("/proc/cpuinfo", "model name")?;
    let memory = field("/proc/meminfo", "MemTotal")?;
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    Ok(format!(
        "machine: {cores} cores of {processor}, {memory} memory, Linux {}; release build, loopback\n",
        kernel.trim()
    ))
}

fn field(file: &str, name: &str) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| file.to_owned())?;
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.split_once(':').map(|(_, value)| value.trim().to_owned()));
    Ok(value.unwrap_or_else(|| "unknown".to_owned()))
}

//! What was measured, a line each, and what missed its floor.

#[derive(Default)]
pub struct Figures {
    missed: Vec<String>,
}

const MOST_MEDIAN_MS: f64 = 0.5;
const MOST_P99_MS: f64 = 2.0;

impl Figures {
    pub fn tell(&mut self, what: &str, unit: &str, value: f64) {
        println!("{what:<58} {value:>12.4} {unit}");
    }

    pub fn at_most(&mut self, what: &str, unit: &str, value: f64, most: f64) {
        self.tell(what, unit, value);
        if value > most {
            self.missed.push(format!("{what}: {value:.4} {unit} is more than {most}"));
        }
    }

    pub fn at_least(&mut self, what: &str, unit: &str, value: f64, least: f64) {
        self.tell(what, unit, value);
        if value < least {
            self.missed.push(format!("{what}: {value:.4} {unit} is less than {least}"));
        }
    }

    /// `times` in milliseconds, ascending.
    pub fn quantiles(&mut self, what: &str, times: &[f64]) {
        let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
        self.at_most(&format!("{what}, p50"), "ms", at(0.5), MOST_MEDIAN_MS);
        self.at_most(&format!("{what}, p99"), "ms", at(0.99), MOST_P99_MS);
    }

    pub fn judge(self, check: bool) -> anyhow::Result<()> {
        if self.missed.is_empty() {
            println!("All floors hold.");
            return Ok(());
        }
        let missed = self.missed.join("\n");
        if check {
            anyhow::bail!("below the floor:\n{missed}");
        }
        println!("Below the floor:\n{missed}");
        Ok(())
    }
}

/// What this process has in memory now (Linux; 0 where the system does not tell).
pub fn resident_mebibytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(0.0) / 1024.0
}

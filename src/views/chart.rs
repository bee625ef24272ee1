//! Charts as SVG geometry: bars per day. The numbers are also written in a table, for those who read rather than look.

/// A bar chart. Made only by [`ChartView::bars`].
#[derive(Clone)]
pub struct ChartView {
    pub title: String,
    /// The chart in a sentence: "312 views in 30 days, most on 4 May (41)".
    pub summary: String,
    pub bars: Vec<BarView>,
    /// The value at the top of the scale.
    pub top: String,
}

/// One bar in a drawing of [`ChartView::WIDTH`] by [`ChartView::HEIGHT`].
#[derive(Clone)]
pub struct BarView {
    pub label: String,
    pub value: u64,
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
}

impl ChartView {
    pub const WIDTH: u64 = 1200;
    pub const HEIGHT: u64 = 240;

    /// One bar for each label and value, in order. A value of zero leaves a hairline, so that its day is still seen.
    pub fn bars(title: &str, summary: &str, values: &[(String, u64)]) -> Self {
        let top = round_up(values.iter().map(|(_, value)| *value).max().unwrap_or(0));
        let slot = Self::WIDTH / u64::try_from(values.len().max(1)).unwrap_or(Self::WIDTH);
        let width = (slot * 3 / 4).max(1);
        let bar = |(index, (label, value)): (u64, &(String, u64))| {
            let height = (value * Self::HEIGHT / top).max(2);
            let (x, y) = (index * slot + (slot - width) / 2, Self::HEIGHT - height);
            BarView { label: label.clone(), value: *value, x, y, width, height }
        };
        let bars = (0..).zip(values).map(bar).collect();
        ChartView { title: title.to_owned(), summary: summary.to_owned(), bars, top: top.to_string() }
    }

    pub fn first_label(&self) -> &str {
        self.bars.first().map_or("", |bar| bar.label.as_str())
    }

    pub fn last_label(&self) -> &str {
        self.bars.last().map_or("", |bar| bar.label.as_str())
    }
}

/// The next round number, so that the scale ends at 1, 2, 5, 10, 20, 50 and so on.
fn round_up(value: u64) -> u64 {
    let mut step = 1_u64;
    loop {
        for top in [step, step.saturating_mul(2), step.saturating_mul(5)] {
            if top >= value {
                return top;
            }
        }
        let Some(next) = step.checked_mul(10) else { return value };
        step = next;
    }
}

#[cfg(test)]
mod tests {
    use super::ChartView;

    #[test]
    fn bars_stay_inside_the_drawing() {
        let values: Vec<_> = (0..30).map(|day| (format!("day {day}"), day * 7)).collect();

        let chart = ChartView::bars("Views", "", &values);

        assert_eq!(chart.top, "500");
        assert!(chart.bars.iter().all(|bar| bar.x + bar.width <= ChartView::WIDTH));
        assert!(chart.bars.iter().all(|bar| bar.y + bar.height == ChartView::HEIGHT));
    }

    #[test]
    fn a_chart_without_values_is_empty() {
        assert!(ChartView::bars("Views", "", &[]).bars.is_empty());
    }
}

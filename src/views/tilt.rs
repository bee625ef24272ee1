//! The sliders over a list of recommendations.

/// A GET form; each slider goes from -2 to 2.
#[derive(Clone)]
pub struct TiltView {
    pub action: String,
    /// What else the page's address says and should go on saying.
    pub kept: Vec<(&'static str, String)>,
    pub is_usual: bool,
    pub sliders: Vec<SliderView>,
}

#[derive(Clone)]
pub struct SliderView {
    pub name: &'static str,
    /// "Familiar to new".
    pub label: String,
    pub low: String,
    pub high: String,
    pub value: i8,
}

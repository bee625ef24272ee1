use std::time::{Duration, Instant};

use super::{to_html, to_html_with_times, to_plain};

fn html(text: &str) -> String {
    to_html(text).into_string().trim().to_owned()
}

#[test]
fn ordinary_markdown_is_ordinary_html() {
    assert_eq!(
        html("Hello *there*, **you** ~~not~~ `x<y`"),
        "<p>Hello <em>there</em>, <strong>you</strong> <del>not</del> <code>x&lt;y</code></p>"
    );
    assert_eq!(html("one\ntwo\n\nthree"), "<p>one<br>\ntwo</p>\n<p>three</p>");
    assert_eq!(html("3. a\n4. b"), "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    assert_eq!(
        html("    code *here* http://x.example"),
        "<pre><code>code *here* http://x.example</code></pre>"
    );
}

#[test]
fn a_heading_does_not_disturb_the_page_and_an_image_leaves_its_words() {
    assert_eq!(html("# Big\ntext"), "<p><strong>Big</strong></p>\n<p>text</p>");
    assert_eq!(html("![a *cat*](https://evil.example/track.gif)"), "<p>a <em>cat</em></p>");
}

#[test]
fn links_are_marked_as_the_authors_and_bare_addresses_become_links() {
    assert_eq!(
        html("[a](https://a.example \"t\")"),
        "<p><a href=\"https://a.example\" rel=\"nofollow ugc noopener\">a</a></p>"
    );
    assert_eq!(
        html("(see https://a.example/x_y_z?q=1&r=2.)"),
        "<p>(see <a href=\"https://a.example/x_y_z?q=1&amp;r=2\" rel=\"nofollow ugc noopener\">https://a.example/x_y_z?q=1&amp;r=2</a>.)</p>"
    );
    assert_eq!(
        html("<me@a.example>"),
        "<p><a href=\"mailto:me@a.example\" rel=\"nofollow ugc noopener\">me@a.example</a></p>"
    );
}

#[test]
fn times_lead_into_the_video() {
    assert_eq!(
        to_html_with_times("at 1:23 and [1:24](https://a.example) `1:25`", "/w/abc").into_string().trim(),
        "<p>at <a href=\"/w/abc?t=83\" data-time=\"83\" rel=\"nofollow ugc noopener\">1:23</a> and \
         <a href=\"https://a.example\" rel=\"nofollow ugc noopener\">1:24</a> <code>1:25</code></p>"
    );
    assert_eq!(html("at 1:23"), "<p>at 1:23</p>");
}

#[test]
fn xs_02_no_link_leads_into_a_script() {
    let attempts = [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#x6a;avascript:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "<javascript:alert(1)>",
        "[x]\n\n[x]: javascript:alert(1)",
        "[x](//evil.example)",
        "[x](/sign-out)",
    ];
    for attempt in attempts {
        let html = html(attempt);
        assert!(!html.contains("href"), "{attempt}: {html}");
    }
}

#[test]
fn xs_01_html_is_shown_as_the_text_it_is() {
    assert_eq!(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    assert_eq!(html("a <img src=x onerror=alert(1)> b"), "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>");
    for attempt in [
        "<svg/onload=alert(1)>",
        "<!--><img src=x>",
        "<math><mtext></p>",
        "[a](https://a.example\"onmouseover=\"x)",
        "```\"><script>\nx\n```",
    ] {
        let html = html(attempt);
        assert!(
            !html.contains("<svg")
                && !html.contains("<img")
                && !html.contains("<script")
                && !html.contains("\"onmouse"),
            "{html}"
        );
    }
}

/// The promise is 50 ms; the parsers of an unoptimised build take about ten times as long for any text.
const ALLOWED: Duration = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 });

#[test]
fn xs_02_hostile_nesting_takes_no_time() {
    let attempts = [
        "[".repeat(10_000),
        ">".repeat(10_000),
        "> ".repeat(10_000),
        "*_".repeat(10_000),
        "[a](".repeat(5_000),
        "![".repeat(10_000),
        "- ".repeat(10_000),
        "`".repeat(10_000),
        "<".repeat(10_000),
        "https://a.example/((((".repeat(1_800),
        "1:".repeat(20_000),
        format!("{}\n", ">".repeat(200)).repeat(190),
    ];
    for attempt in attempts {
        // The best of three, so that a busy machine does not fail the build.
        let best = (0..3).map(|_| timed(&attempt)).min().unwrap();
        assert!(best < ALLOWED, "{best:?} for {:?}…", &attempt[..20]);
    }
}

fn timed(attempt: &str) -> Duration {
    let start = Instant::now();
    to_html_with_times(attempt, "/w/abc");
    start.elapsed()
}

#[test]
fn xs_06_unseen_characters_do_not_pass() {
    assert_eq!(html("a\u{202E}b\u{200B}"), "<p>ab</p>");
}

#[test]
fn the_words_alone_are_plain() {
    assert_eq!(to_plain("# Hi\n\nSee *[this](https://a.example)*\nnow & `then`"), "Hi See this now & then");
}

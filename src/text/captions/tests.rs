use super::{Captions, CaptionsRefused, MOST_BYTES, paragraphs};

fn read(text: &str) -> Captions {
    Captions::parse(text.as_bytes()).unwrap()
}

fn refused(text: &str) -> CaptionsRefused {
    Captions::parse(text.as_bytes()).unwrap_err()
}

/// The text of the only cue.
fn cue(text: &str) -> String {
    let written = read(&format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n")).to_webvtt();
    written.strip_prefix("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n").unwrap().trim_end().to_owned()
}

#[test]
fn srt_becomes_webvtt() {
    let srt = "\u{FEFF}1\r\n00:00:01,500 --> 00:00:04,000\r\n{\\an8}<i>Hello</i>\r\n<font color=\"red\">there</font>\r\n\r\n\
               2\r\n00:01:00,000 --> 00:01:02,5\r\n3 < 4 & 5 > 4\r\n";
    assert_eq!(
        read(srt).to_webvtt(),
        "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\n<i>Hello</i>\nthere\n\n\
         00:01:00.000 --> 00:01:02.500\n3 &lt; 4 &amp; 5 &gt; 4\n"
    );
}

#[test]
fn webvtt_keeps_what_is_said_and_where_it_stands() {
    let vtt = "WEBVTT - made by hand\nKind: captions\nLanguage: pt-br\n\nNOTE\nnot for\nviewers\n\nfirst\n\
               00:01.000 --> 00:02.000 align:start position:10%,line-left line:-1 line:0 size:50.5% region:fred x:y vertical:up\n\
               <v.loud Ann Lee>Good\u{202E} morning</v>\n\n1:00:00.000 --> 1:00:01.000\n<c.yellow>late</c> <00:00:01.500>words\n";
    let captions = read(vtt);
    assert_eq!(captions.language.as_ref().unwrap().as_str(), "pt-BR");
    assert_eq!(
        captions.to_webvtt(),
        "WEBVTT\nLanguage: pt-BR\n\n\
         00:00:01.000 --> 00:00:02.000 align:start position:10%,line-left line:-1 size:50.5%\n<v Ann Lee>Good morning</v>\n\n\
         01:00:00.000 --> 01:00:01.000\nlate words\n"
    );
}

#[test]
fn xs_04_nothing_in_a_cue_is_markup_but_four_harmless_tags() {
    for (hostile, harmless) in [
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=alert(1)>picture", "picture"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&#60;script>x", "&lt;script&gt;x"),
        ("<b onclick=alert(1)>bold", "<b>bold</b>"),
        ("<b/onclick=alert(1)>bold", "<b>bold</b>"),
        ("<i><b>both</i> plain</b>", "<i><b>both</b></i> plain"),
        ("</v></b>nothing was open", "nothing was open"),
        ("<v \"><img src=x>Ann", "<v \">Ann</v>"),
        ("<v &lt;b&gt; Ann>words", "<v &lt;b&gt; Ann>words</v>"),
        ("<lang en><ruby>a<rt>b</rt></ruby></lang>", "ab"),
        ("<!--x-", "&lt;!--x-"),
        ("a<b", "a&lt;b"),
        ("<", "&lt;"),
        ("x &", "x &amp;"),
        ("x &#x202E; &#0; &bogus;", "x &amp;bogus;"),
    ] {
        assert_eq!(cue(hostile), harmless, "{hostile}");
    }
    let styled = "WEBVTT\n\nSTYLE\n::cue { background: url(https://evil.example/) }\n\nREGION\nid:fred\n\n\
                  00:01.000 --> 00:02.000 region:fred\nwords\n";
    assert_eq!(read(styled).to_webvtt(), "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nwords\n");
}

#[test]
fn what_was_written_is_read_as_the_same() {
    let text = "WEBVTT\nLanguage: de\n\n00:01.000 --> 00:02.000 align:end\n<v Ann & Bob><b>a < b</b> &amp;lt; {\\an8}\n\
                second line\n\n00:03.000 --> 00:04.000\n<i>x\n";
    let captions = read(text);
    assert_eq!(read(&captions.to_webvtt()), captions);
}

#[test]
fn kindness_has_its_limits_and_names_the_line() {
    use CaptionsRefused::{BadTime, CueTooLong, Empty, EndsEarly, NoGap, NotUtf8, TooLarge, UnknownFormat};
    assert_eq!(refused(""), Empty);
    assert_eq!(refused("WEBVTT\n"), Empty);
    assert_eq!(refused("WEBVTT\n\n00:01.000 --> 00:02.000\n\u{200B}\n"), Empty);
    assert_eq!(refused("Dear diary"), UnknownFormat);
    assert_eq!(refused("WEBVTTX\n\n00:01.000 --> 00:02.000\nx"), UnknownFormat);
    assert_eq!(refused("WEBVTT\n\nwords without a time"), BadTime { line: 3 });
    for time in
        ["00:01 00:02", "0:61:00.000 --> 00:02.000", "00:01.0000 --> 00:02.000", "1 --> 2", "-1:00 --> 1:00"]
    {
        let answer = refused(&format!("WEBVTT\n\nid\n{time} -->\nx"));
        assert_eq!(answer, BadTime { line: 4 }, "{time}");
    }
    assert_eq!(refused("1\n00:00:03,0 --> 00:00:02,0\nx"), EndsEarly { line: 2 });
    assert_eq!(refused("00:01.0 --> 00:02.0\nx\n00:03.0 --> 00:04.0\ny"), NoGap { line: 3 });
    assert_eq!(
        refused(&format!("WEBVTT\n\n00:01.0 --> 00:02.0\n{}", "x".repeat(2001))),
        CueTooLong { line: 4 }
    );
    assert_eq!(Captions::parse(b"WEBVTT\n\n00:01.0 --> 00:02.0\ncaf\xe9").unwrap_err(), NotUtf8);
    assert_eq!(Captions::parse(&vec![b'x'; MOST_BYTES + 1]).unwrap_err(), TooLarge);
    let many = |number| "WEBVTT".to_owned() + &"\n\n00:01.0 --> 00:02.0\nx".repeat(number);
    assert_eq!(read(&many(20_000)).cues.len(), 20_000);
    assert_eq!(refused(&many(20_001)), CaptionsRefused::TooManyCues);
}

#[test]
fn srt_with_empty_lines_within_and_cues_out_of_order_is_read() {
    let captions = read(
        "2\n00:00:05,000 --> 00:00:06,000\nlater\n\n1\n00:00:01,000 --> 00:00:02,000\nfirst\n\nand more\n",
    );
    let words: Vec<_> = captions.cues.iter().map(|cue| cue.said()[0].words.clone()).collect();
    assert_eq!(words, ["first and more", "later"]);
}

#[test]
fn a_hostile_file_takes_no_longer_than_another() {
    let begun = std::time::Instant::now();
    for filler in ["<", "<b", "<v ", "&", "&#", "{\\", "<<>", "\u{301}", "-->"] {
        let line = format!("{}\n", filler.repeat(1900 / filler.len()));
        let mut text = String::from("WEBVTT\n");
        while text.len() + line.len() < MOST_BYTES - 64 {
            text.push_str("\n00:01.0 --> 00:02.0\n");
            text.push_str(&line);
        }
        let _ = Captions::parse(text.as_bytes());
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn a_transcript_has_a_paragraph_for_each_speaker_and_pause() {
    let captions = read(
        "WEBVTT\n\n00:01.0 --> 00:02.0\n<v Ann>Good &amp; early\n\n00:02.0 --> 00:03.0\n<v Ann>morning.\n\n\
         00:03.0 --> 00:04.0\n<v Bob>Hello.</v>\n<v Ann>Yes?\n\n00:10.0 --> 00:11.0\nLater.\n\n00:11.0 --> 00:12.0\nLater.\n",
    );
    let read: Vec<_> = paragraphs(&captions.cues)
        .into_iter()
        .map(|paragraph| (paragraph.start_ms, paragraph.speaker.unwrap_or_default(), paragraph.words))
        .collect();
    let expected = [
        (1000, "Ann", "Good & early morning."),
        (3000, "Bob", "Hello."),
        (3000, "Ann", "Yes?"),
        (10_000, "", "Later."),
    ];
    assert_eq!(read, expected.map(|(at, who, words)| (at, who.to_owned(), words.to_owned())));
    assert_eq!(captions.words(1000), "Good & early morning. Hello. Yes? Later. Later. ");
    assert_eq!(captions.words(6), "Good &");
}

#[test]
fn a_long_speech_is_divided_at_the_end_of_a_sentence() {
    let cues: String = (0..60)
        .map(|at| format!("\n\n00:{at:02}.0 --> 00:{at:02}.9\nSentence {at} has some length."))
        .collect();
    let paragraphs = paragraphs(&read(&format!("WEBVTT{cues}")).cues);
    assert!(paragraphs.len() > 2 && paragraphs.iter().all(|one| one.words.ends_with("length.")));
}

//! Hear It, See It: pictures of sound.

use super::{Film, Studio, says};

pub(super) const STUDIO: Studio = Studio {
    handle: "hear_and_see",
    name: "Hear It, See It",
    about: "The picture is made of the sound you hear, and of nothing else. Turn it up a little.",
    owner: "priya",
    films: FILMS,
};

#[rustfmt::skip]
const FILMS: &[Film] = &[
    Film { recipe: "String of light", title: "A string of light", hours_ago: 500, appeal: 1.1, poster: "2",
        tags: "sound, waveform, stereo",
        description: "The plainest picture of a sound: its wave, left ear in blue and right ear in red. Two low tones a side; where they \
agree the string swells.",
        talk: &[
            says("emeka", 3, "An oscilloscope without the smell of warm dust. I miss the dust.", &[
                says("priya", 2, "I can record a fan for you.", &[]),
            ]),
            says("ines", 1, "Did not expect a waveform to be pretty.", &[]),
        ] },
    Film { recipe: "Sliding whistles", title: "Two whistles slide past each other", hours_ago: 400, appeal: 1.0, poster: "3",
        tags: "sound, spectrogram, stereo",
        description: "A spectrogram scrolls by: time runs sideways, pitch is height. One whistle climbs while the other falls, and for a moment \
you cannot say which is which.",
        talk: &[
            says("walter", 3, "We used exactly such sweeps to align receivers. Good to see one retired happily.", &[]),
            says("lucia", 2, "Where do they cross? I keep missing it.", &[
                says("priya", 2, "Between 0:02 and 0:03. Close your eyes, it is easier to hear.", &[]),
            ]),
        ] },
    Film { recipe: "Figures of Lissajous", title: "Lissajous draws with both ears", hours_ago: 254, appeal: 1.4, poster: "2",
        tags: "sound, lissajous, stereo, orbit",
        description: "Left moves the pen sideways, right moves it up. Two tones in a simple ratio draw a closed knot; a slightly wrong ratio makes \
the knot turn. [Jules Lissajous](https://en.wikipedia.org/wiki/Lissajous_curve) did this with tuning forks and mirrors in 1857.",
        talk: &[
            says("walter", 4, "The station ident of my youth. Turned on a real scope, with a real knob.", &[
                says("emeka", 2, "And with a real burn in the phosphor, I bet.", &[]),
                says("walter", 3, "In the shape of a pretzel, until 1988.", &[]),
            ]),
            says("jun", 2, "How wrong is the ratio?", &[
                says("priya", 1, "Enough to turn, not enough to hear.", &[]),
            ]),
        ] },
    Film { recipe: "Piano of light", title: "A piano made of light", hours_ago: 109, appeal: 1.6, poster: "2",
        tags: "sound, spectrogram, music, notes",
        description: "A transform with the spacing of a keyboard: one column for each note, and what was played flows away. The melody jumps \
seven half tones at a time, so it visits all twelve before it repeats.\n\n- 0:00 first round\n- 0:03 and round again",
        talk: &[
            says("bao", 3, "My favourite of yours so far. You can see the tune before you know it.", &[]),
            says("ada", 3, "Seven steps around a clock of twelve: of course it visits all. Lovely proof.", &[
                says("priya", 3, "The circle of fifths, but do not scare people.", &[]),
            ]),
            says("sven", 1, "First with the sound off: a ladder. Then on: oh!", &[]),
        ] },
    Film { recipe: "Skyline of tones", title: "A skyline at 220 hertz and up", hours_ago: 18, appeal: 1.0, poster: "2",
        tags: "sound, spectrum, music",
        description: "The same melody as a city: low tones left, high tones right, height is loudness.",
        talk: &[
            says("noor", 2, "Somebody keeps moving the tallest tower.", &[
                says("priya", 2, "It has a good reason every quarter of a second.", &[]),
            ]),
        ] },
];

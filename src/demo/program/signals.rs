//! Signal Museum: test cards and noise.

use super::{Film, Studio, says};

pub(super) const STUDIO: Studio = Studio {
    handle: "signal_museum",
    name: "Signal Museum",
    about: "Pictures that were never meant to be watched: test cards, bars, and the snow between the channels.",
    owner: "walter",
    films: FILMS,
};

#[rustfmt::skip]
const FILMS: &[Film] = &[
    Film { recipe: "Test card two", title: "Exhibit 1: a modern test card", hours_ago: 640, appeal: 0.9, poster: "2",
        tags: "test pattern, signal, television",
        description: "A running clock, moving gradients, hard edges: everything that a bad encoder gets wrong, in one picture. If this plays \
smoothly and the numbers are sharp, your player is fine.",
        talk: &[
            says("emeka", 2, "Sharp numbers here. Sound in step as well.", &[
                says("walter", 2, "Noted in the logbook.", &[]),
            ]),
            says("ines", 1, "The gradient in the corner is better than some of mine.", &[]),
        ] },
    Film { recipe: "Studio bars", title: "Exhibit 2: studio bars and a kilohertz", hours_ago: 300, appeal: 1.0, poster: "2",
        tags: "test pattern, signal, television, colour",
        description: "The bars that stood before every tape, with the tone that set every level: 1,000 Hz. I added a little grain; tape had it \
too.\n\n**Mind your ears:** the tone is quiet, but it is a tone.",
        talk: &[
            says("priya", 4, "1 kHz at a polite level. Thank you, from every sound engineer.", &[
                says("walter", 3, "I was shouted at by one in 1979. It stays with you.", &[]),
            ]),
            says("sven", 1, "With the sound off: perfect. With the sound on: exactly as described.", &[]),
        ] },
    Film { recipe: "Snow on channel nine", title: "Exhibit 3: snow on channel nine", hours_ago: 78, appeal: 1.5, poster: "2",
        tags: "noise, signal, television, calm",
        description: "What a set showed when nobody was sending. A small part of real snow was the \
[afterglow of the big bang](https://en.wikipedia.org/wiki/Cosmic_microwave_background); this snow is a random number for each dot and \
admits it.",
        talk: &[
            says("bao", 3, "I fell asleep to this as a child, and just now nearly again.", &[]),
            says("tomas", 2, "Any cellular automaton in there?", &[
                says("walter", 3, "None. It is the one film here that no rule explains.", &[
                    says("ada", 2, "The generator is a rule. Sorry.", &[]),
                    says("walter", 4, "I shall hang a smaller sign beside it.", &[]),
                ]),
            ]),
        ] },
];

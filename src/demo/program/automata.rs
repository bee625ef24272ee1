//! Cell Theory: cellular automata.

use super::{Film, Studio, says};

pub(super) const STUDIO: Studio = Studio {
    handle: "cell_theory",
    name: "Cell Theory",
    about: "Small rules, large consequences: cellular automata from the Game of Life to Rule 30.",
    owner: "tomas",
    films: FILMS,
};

#[rustfmt::skip]
const FILMS: &[Film] = &[
    Film { recipe: "Petri dish", title: "Conway's Life in a Petri dish", hours_ago: 610, appeal: 1.8, poster: "2",
        tags: "game of life, cellular automaton, simulation",
        description: "The [Game of Life](https://en.wikipedia.org/wiki/Conway%27s_Game_of_Life) from a random soup: a cell with two or three \
neighbours lives on, a dead one with exactly three is born. Yellow is alive, dark blue has just died, \
teal is the *mould* that grows over what stays dead.\n\n\
- 0:00 the soup\n- 0:03 it thins out\n- 0:08 what stays: blocks, blinkers, a few wanderers",
        talk: &[
            says("ada", 4, "At 0:09 I stopped counting blinkers. Past forty.", &[
                says("tomas", 3, "A good place to stop. They do not.", &[]),
                says("sven", 1, "Now I have to watch it again.", &[]),
            ]),
            says("mira", 2, "The blue trails are a beautiful idea. You see where the fights were.", &[]),
            says("emeka", 1, "With the rain sound this is my new screen saver.", &[]),
        ] },
    Film { recipe: "High life", title: "HighLife: one more way to be born", hours_ago: 470, appeal: 1.0, poster: "2",
        tags: "game of life, cellular automaton, rules",
        description: "Nearly Conway's rules, but a dead cell with **six** neighbours is born as well (B36/S23). That small gift is enough for \
a pattern that copies itself, the *replicator*.\n\nI did not plant one here: this is soup, and I hoped.",
        talk: &[
            says("jun", 2, "And, did one come up?", &[
                says("tomas", 2, "Not in eight seconds. I kept the hope in the description.", &[]),
            ]),
            says("lucia", 1, "The pink on violet suits it.", &[]),
        ] },
    Film { recipe: "Day and night", title: "Day & Night, where both sides play by the same rules", hours_ago: 350, appeal: 1.1, poster: "3",
        tags: "game of life, cellular automaton, symmetry",
        description: "B3678/S34678 is symmetric: swap living and dead, and nothing changes. So it grows continents instead of crumbs, and you \
cannot tell which colour is the land.",
        talk: &[
            says("noor", 3, "At the end it looks like a map of somewhere I would like to go.", &[
                says("tomas", 2, "Coasts with no geology at all.", &[]),
            ]),
            says("ada", 2, "Half and half from start to finish? I would like to count the pixels.", &[]),
        ] },
    Film { recipe: "Rule 110 knitting", title: "Rule 110 knits a scarf", hours_ago: 231, appeal: 1.3, poster: "2",
        tags: "cellular automaton, rule 110, pattern, wolfram",
        description: "One line of cells; each new line follows from the one above by a table of eight entries. Number 110 is famous because it \
can compute [anything that can be computed](https://en.wikipedia.org/wiki/Rule_110). Here it computes a scarf.",
        talk: &[
            says("noor", 6, "I can confirm: those are garter stitches, and row 40 has a mistake that is not a mistake.", &[
                says("tomas", 3, "The most useful comment this channel ever had.", &[]),
            ]),
            says("emeka", 2, "A computer made of wool. Finally repairable.", &[]),
            says("jun", 1, "The march underneath fits the shuttle.", &[]),
        ] },
    Film { recipe: "Rule 30 avalanche", title: "Rule 30: order on the left, an avalanche on the right", hours_ago: 130, appeal: 1.4, poster: "2",
        tags: "cellular automaton, rule 30, chaos, wolfram",
        description: "Starts from a single cell. The rule has eight entries and no chance in it at all, and still the middle column was good \
enough to serve as a [random number generator](https://en.wikipedia.org/wiki/Rule_30).",
        talk: &[
            says("sven", 2, "There is a snail with this on its shell, isn't there?", &[
                says("tomas", 4, "*Conus textile*, yes. It bites, so admire the film instead.", &[]),
            ]),
            says("ada", 3, "One cell at the top and I cannot predict a single pixel at the bottom. Unsettling, in a good way.", &[]),
        ] },
    Film { recipe: "Rule 90 lace", title: "Rule 90 makes lace", hours_ago: 44, appeal: 1.0, poster: "2",
        tags: "cellular automaton, rule 90, pattern, triangles",
        description: "Each cell is the *exclusive or* of its two upper neighbours. From one cell that gives Sierpiński's triangle; from a few \
at random the triangles overlap into lace. The colour drifts so that you can follow a strand.",
        talk: &[
            says("mira", 3, "So this is what your triangles look like. Much busier than mine!", &[
                says("tomas", 1, "Mine have jobs.", &[]),
            ]),
            says("priya", 1, "Bells were the right choice.", &[]),
        ] },
];

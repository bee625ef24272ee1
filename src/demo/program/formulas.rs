//! Formula Cinema: pictures from one line of arithmetic.

use super::{Film, Studio, says};

pub(super) const STUDIO: Studio = Studio {
    handle: "formula_cinema",
    name: "Formula Cinema",
    about: "Each film is one formula in x, y and time. The formula is always in the description.",
    owner: "jun",
    films: FILMS,
};

#[rustfmt::skip]
const FILMS: &[Film] = &[
    Film { recipe: "Plasma", title: "Plasma, the way 1993 meant it", hours_ago: 545, appeal: 1.7, poster: "2",
        tags: "formula, demoscene, plasma, colour",
        description: "Every home computer could do this once, and it still feels like cheating: add a few sine waves and call it fire.\n\n\
```\nr = 128 + 127·sin(x/14 + 2t)·cos(y/11 − t)\ng = 128 + 127·sin((x+y)/19 − 1.7t)\nb = 128 + 127·sin(dist/9 − 3t)\n```\n\n\
Drawn at 160 × 90 and enlarged, like then.",
        talk: &[
            says("emeka", 5, "My first computer did this at four frames a second and I watched it for an hour.", &[
                says("jun", 3, "Mine at two. I watched for two hours.", &[]),
                says("walter", 2, "That is how you spot an engineer.", &[]),
            ]),
            says("lucia", 3, "Thank you for the formula. Pasted it, changed 14 to 4, regretted nothing.", &[]),
        ] },
    Film { recipe: "Tunnel", title: "The tunnel", hours_ago: 325, appeal: 1.5, poster: "2",
        tags: "formula, demoscene, tunnel",
        description: "Brightness depends on one divided by the distance from the centre, plus three times the angle: so stripes become a \
tunnel with three walls that wind. The beat came last.\n\n`sin(600/(6+d) + 5t + 3·angle)`",
        talk: &[
            says("sven", 2, "With the sound on I leaned into the curve.", &[]),
            says("mira", 3, "One over the distance is such a small thing to get depth from.", &[
                says("jun", 2, "Perspective is only ever a division.", &[
                    says("mira", 1, "That belongs on a wall.", &[]),
                ]),
            ]),
        ] },
    Film { recipe: "Drops on a pond", title: "Two drops on a pond", hours_ago: 182, appeal: 1.1, poster: "2",
        tags: "formula, waves, water, calm",
        description: "Two sources of waves, added. Where a crest meets a trough the pond stays flat; look for the lines that hardly move \
([interference](https://en.wikipedia.org/wiki/Wave_interference)).",
        talk: &[
            says("tomas", 2, "Will use this in class tomorrow. The still lines are clearest around 0:03.", &[
                says("jun", 3, "Best review it could get.", &[]),
            ]),
            says("bao", 1, "Restful, for something with so much going on.", &[]),
        ] },
    Film { recipe: "Neon comet", title: "A comet that cannot leave", hours_ago: 61, appeal: 1.3, poster: "2",
        tags: "formula, orbit, light",
        description: "A bright square goes 2 one way while it goes 3.1 the other, and its light takes time to fade. Nearly a closed curve; the \
0.1 is why it never meets itself.",
        talk: &[
            says("priya", 3, "So it is one of my Lissajous figures with a tail!", &[
                says("jun", 2, "Yours are drawn by sound, mine by stubbornness. Same curve.", &[]),
            ]),
            says("ada", 1, "Took me three rounds to see that the colour changes too.", &[]),
        ] },
];

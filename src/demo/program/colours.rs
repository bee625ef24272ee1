//! Slow Colour: gradients and palettes.

use super::{Film, Studio, says};

pub(super) const STUDIO: Studio = Studio {
    handle: "slow_colour",
    name: "Slow Colour",
    about: "Moving colour, no plot. Good on a second screen.",
    owner: "ines",
    films: FILMS,
};

#[rustfmt::skip]
const FILMS: &[Film] = &[
    Film { recipe: "Sunrise gradient", title: "Sunrise without a sun", hours_ago: 575, appeal: 1.2, poster: "2",
        tags: "gradient, colour, calm",
        description: "Night blue, ember, yellow and a violet that should not be there. Four colours on a line that turns very slowly.\n\n\
*No landscape was woken for this film.*",
        talk: &[
            says("bao", 4, "Eight seconds of quiet. I left it on repeat through a meeting.", &[
                says("ines", 2, "Then the meeting was longer than the film. They always are.", &[]),
            ]),
            says("walter", 2, "Hardly any banding. On my old monitor I had to look for it.", &[]),
        ] },
    Film { recipe: "Lava whirl", title: "Lava, stirred", hours_ago: 430, appeal: 1.3, poster: "2",
        tags: "gradient, colour, spiral, warm",
        description: "The same generator, but the colours run along a spiral and the spoon is faster.",
        talk: &[
            says("noor", 2, "I can feel the heat. That orange is exactly madder and a little iron.", &[]),
            says("jun", 2, "How many arms does the spiral have? I see one, my cat sees two.", &[
                says("ines", 3, "One. Tell the cat to sit straighter.", &[]),
            ]),
        ] },
    Film { recipe: "Ocean rings", title: "Rings in a green sea", hours_ago: 275, appeal: 1.1, poster: "2",
        tags: "gradient, colour, calm, water",
        description: "Radial this time: out of the dark over green to foam and back. With rain, because seas have weather.",
        talk: &[
            says("bao", 3, "The rain makes it. Without sound it is a plate, with sound it is a sea.", &[
                says("sven", 2, "Tried both ways. Can confirm the plate.", &[]),
            ]),
            says("priya", 1, "Brown noise, rolled off early. Very easy on the ears.", &[]),
        ] },
    Film { recipe: "Turning rainbow", title: "A square rainbow, turning", hours_ago: 154, appeal: 0.9, poster: "2",
        tags: "colour, rotation, test pattern",
        description: "Red, green and blue stripes from a test source, turned and cropped and turned again. It began as a check of my \
projector and then I could not stop.",
        talk: &[
            says("walter", 3, "The best ones begin as a check of something.", &[
                says("ines", 1, "You would know!", &[]),
            ]),
            says("lucia", 1, "Why does the hue turn as well as the picture?", &[
                says("ines", 2, "So that it never comes back to where it was within the film.", &[]),
            ]),
        ] },
    Film { recipe: "Every colour there is", title: "Every colour there is (in a fashion)", hours_ago: 9, appeal: 1.5, poster: "2",
        tags: "colour, spectrum, calm",
        description: "A chart of all hues and all brightnesses, with the hues moving. \"There is\" means: on a screen, in eight bits, in 4:2:0.\n\n\
Pause anywhere and pick your kitchen.",
        talk: &[
            says("walter", 2, "In fashion or out of it, the honest footnote gets my like.", &[]),
            says("ada", 2, "16.7 million of them, or rather fewer after the chroma was halved?", &[
                says("ines", 1, "Rather fewer. Do not tell the kitchen.", &[]),
            ]),
        ] },
];

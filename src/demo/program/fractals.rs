//! Deep Zoom: fractals.

use super::{Film, Studio, says};

pub(super) const STUDIO: Studio = Studio {
    handle: "deep_zoom",
    name: "Deep Zoom",
    about: "Short dives into fractals. Every film is computed, none is filmed.",
    owner: "mira",
    films: FILMS,
};

#[rustfmt::skip]
const FILMS: &[Film] = &[
    Film { recipe: "Seahorse valley", title: "A dive into Seahorse Valley", hours_ago: 655, appeal: 2.0, poster: "2",
        tags: "fractal, mandelbrot, zoom, mathematics",
        description: "Ten seconds, and the picture has grown more than a thousand times. We start with the whole **Mandelbrot set** and fall \
towards the crack between its two round bodies, where the spirals look like the tails of seahorses.\n\n\
- 0:00 the whole set\n- 0:04 the valley opens\n- 0:08 spirals on spirals\n\n\
Made with ffmpeg's [`mandelbrot` source](https://ffmpeg.org/ffmpeg-filters.html#mandelbrot), aimed at \
−0.74364 + 0.13183 *i*. More about the place: [Mandelbrot set](https://en.wikipedia.org/wiki/Mandelbrot_set).",
        talk: &[
            says("ada", 6, "At 0:04 I always expect it to end, and then there is more room than before.", &[
                says("mira", 4, "That is why I stop at ten seconds. It never ends by itself.", &[]),
                says("noor", 2, "A carpet with no border. My loom objects.", &[]),
            ]),
            says("lucia", 2, "How far could you go before the numbers break?", &[
                says("mira", 5, "With ordinary double precision about 10¹³ times. After that it turns into staircases.", &[
                    says("lucia", 1, "I would watch the staircases too.", &[]),
                ]),
            ]),
            says("bao", 1, "Lovely with the low hum. Headphones recommended.", &[]),
        ] },
    Film { recipe: "Lightning fjord", title: "Lightning on the edge", hours_ago: 520, appeal: 1.2, poster: "2",
        tags: "fractal, mandelbrot, zoom, colour",
        description: "The same set, another coast: further left the border is all sparks and branches. The colours turn while we fall.\n\n\
Aimed at −1.25066 + 0.02012 *i*; the hue moves by twelve degrees a second.",
        talk: &[
            says("jun", 3, "The turning hue makes it look lit from inside. Is that the filter or the palette?", &[
                says("mira", 2, "The filter. The picture itself has one palette, `hue` turns all of it.", &[]),
            ]),
            says("emeka", 2, "Looks like the arc in an old rectifier.", &[]),
        ] },
    Film { recipe: "Far small copy", title: "A small copy, far out on the antenna", hours_ago: 380, appeal: 1.0, poster: "3",
        tags: "fractal, mandelbrot, zoom, mathematics",
        description: "On the thin needle that points left from the Mandelbrot set sit smaller copies of the whole. This film looks for one of \
them, near −1.7688, and then falls past its edge.\n\n- 0:03 there it is, complete\n\nCounting how often a point returns to where it was gives the inside its colour.",
        talk: &[
            says("tomas", 3, "Self-similar, like a fern. Biology got there first.", &[
                says("mira", 4, "Ferns give up after four levels!", &[]),
            ]),
            says("sven", 1, "Did not know there was anything on the needle at all.", &[]),
        ] },
    Film { recipe: "Kaleidoscope", title: "Kaleidoscope from one quarter", hours_ago: 208, appeal: 1.6, poster: "2",
        tags: "fractal, symmetry, colour, pattern",
        description: "One small fractal zoom, mirrored left to right and then top to bottom. The eye sees a rose window; the computer drew a \
quarter of it.\n\nSplit, `hflip`, `hstack`, split again, `vflip`, `vstack`.",
        talk: &[
            says("noor", 5, "Paused at 0:05 and copied it on squared paper. Four threads will be enough.", &[
                says("ines", 2, "Please show us when it is done.", &[]),
                says("noor", 3, "In a month. Wool is slower than ffmpeg.", &[]),
            ]),
            says("ada", 1, "Two mirrors, four quarters, and I still looked for the seam.", &[]),
        ] },
    Film { recipe: "Carpet from nothing", title: "A carpet out of nothing", hours_ago: 96, appeal: 1.1, poster: "2",
        tags: "fractal, sierpinski, pattern",
        description: "Take a square, cut out the middle of nine, do the same with the eight that are left, and never stop: the \
[Sierpiński carpet](https://en.wikipedia.org/wiki/Sierpi%C5%84ski_carpet). In the end it has no area at all, and the camera wanders over it.",
        talk: &[
            says("noor", 4, "No area and no weight. The first carpet I could carry up the stairs alone.", &[]),
            says("lucia", 2, "What moves here, the carpet or we?", &[
                says("mira", 2, "We do. The source picks a point at random and pans there.", &[]),
            ]),
        ] },
    Film { recipe: "Triangle rain", title: "Triangles all the way down", hours_ago: 27, appeal: 0.9, poster: "2",
        tags: "fractal, sierpinski, pattern, triangles",
        description: "The triangle of the same family: three copies of itself at half the size. In green, because it was raining.",
        talk: &[
            says("tomas", 2, "My Rule 90 film draws the same triangle, one line at a time. We should hang them side by side.", &[
                says("mira", 3, "Yours knits it, mine just walks over it. Deal.", &[]),
            ]),
        ] },
];

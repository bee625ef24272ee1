//! Twelve people who do not exist.

use super::Person;

#[rustfmt::skip]
pub(super) const PEOPLE: &[Person] = &[
    Person { handle: "mira", name: "Mira Okonkwo", follows: &["cell_theory", "formula_cinema"],
        about: "I zoom into things until the numbers run out of digits." },
    Person { handle: "tomas", name: "Tomás Rey", follows: &["deep_zoom", "signal_museum"],
        about: "Teaches biology, plays with the kind of life that fits on squared paper." },
    Person { handle: "ines", name: "Ines Halloran", follows: &["hear_and_see"],
        about: "Colours, slowly." },
    Person { handle: "jun", name: "Jun Aoki", follows: &["deep_zoom", "cell_theory", "slow_colour"],
        about: "One line of arithmetic can fill a screen." },
    Person { handle: "priya", name: "Priya Raman", follows: &["formula_cinema", "slow_colour"],
        about: "Sound engineer. I trust my ears, but I check." },
    Person { handle: "walter", name: "Walter Lindqvist", follows: &["hear_and_see", "slow_colour"],
        about: "Thirty years in a transmitter hall. Keeps the test cards dusted." },
    Person { handle: "ada", name: "Ada Nowak", follows: &["cell_theory", "deep_zoom", "formula_cinema"],
        about: "Counts things for a living and for fun." },
    Person { handle: "bao", name: "Bao Tran", follows: &["slow_colour", "hear_and_see"],
        about: "Here for the calm ones." },
    Person { handle: "noor", name: "Noor Haddad", follows: &["deep_zoom", "slow_colour"],
        about: "Weaver. Half of what I watch ends up in a carpet." },
    Person { handle: "emeka", name: "Emeka Obi", follows: &["signal_museum", "hear_and_see", "cell_theory"],
        about: "Repairs radios, breaks keyboards." },
    Person { handle: "lucia", name: "Lucía Prats", follows: &["formula_cinema", "deep_zoom"],
        about: "Asks how it was made." },
    Person { handle: "sven", name: "Sven Dahl", follows: &["signal_museum", "cell_theory"],
        about: "Watches with the sound off, then again with the sound on." },
];

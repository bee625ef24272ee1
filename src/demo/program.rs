//! What the demonstration is made of: invented people, their channels, the films and what is said about them.
//!
//! All of it is data, and all of it is honest: a film says how it was made, and nobody claims to be real.

mod automata;
mod colours;
mod formulas;
mod fractals;
mod people;
mod signals;
mod sounds;

/// Somebody who watches, talks, and perhaps has a channel.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub handle: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    /// The channels they follow, and watch more than others.
    pub follows: &'static [&'static str],
}

#[derive(Debug, Clone, Copy)]
pub struct Studio {
    pub handle: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    pub owner: &'static str,
    pub films: &'static [Film],
}

#[derive(Debug, Clone, Copy)]
pub struct Film {
    /// The name of one of [`crate::media::clips::RECIPES`].
    pub recipe: &'static str,
    pub title: &'static str,
    /// Markdown.
    pub description: &'static str,
    /// Separated by commas.
    pub tags: &'static str,
    /// How long before the demonstration began it was published.
    pub hours_ago: i64,
    /// How much more than another it is watched.
    pub appeal: f64,
    /// The number of its picture.
    pub poster: &'static str,
    pub talk: &'static [Remark],
}

/// A comment and its answers.
#[derive(Debug, Clone, Copy)]
pub struct Remark {
    pub by: &'static str,
    pub words: &'static str,
    pub likes: usize,
    pub answers: &'static [Remark],
}

#[derive(Debug, Clone)]
pub struct Program {
    pub people: &'static [Person],
    pub studios: Vec<Studio>,
    /// Each with the place of its studio; the first to be published comes first.
    pub films: Vec<(usize, Film)>,
}

impl Program {
    pub fn whole() -> Self {
        Self::of(vec![
            fractals::STUDIO,
            automata::STUDIO,
            colours::STUDIO,
            formulas::STUDIO,
            sounds::STUDIO,
            signals::STUDIO,
        ])
    }

    /// The same with these films alone, named by their recipes.
    pub fn with_only(mut self, recipes: &[&str]) -> Self {
        self.films.retain(|(_, film)| recipes.contains(&film.recipe));
        self
    }

    fn of(studios: Vec<Studio>) -> Self {
        let of_studio = |(place, studio): (usize, &Studio)| {
            studio.films.iter().map(move |film| (place, *film)).collect::<Vec<_>>()
        };
        let mut films: Vec<(usize, Film)> = studios.iter().enumerate().flat_map(of_studio).collect();
        films.sort_by_key(|(_, film)| std::cmp::Reverse(film.hours_ago));
        Self { people: people::PEOPLE, studios, films }
    }
}

const fn says(by: &'static str, likes: usize, words: &'static str, answers: &'static [Remark]) -> Remark {
    Remark { by, words, likes, answers }
}

#[cfg(test)]
mod tests {
    use super::{Program, Remark};
    use crate::media::clips::RECIPES;
    use crate::models::comment::CommentDetails;
    use crate::models::user::{AccountDetails, ProfileDetails};
    use crate::models::video::VideoDetails;

    #[test]
    fn everything_it_says_would_be_accepted_from_a_visitor() {
        let program = Program::whole();
        for person in program.people {
            AccountDetails::parse(person.handle, "x@demo.invalid").unwrap();
            ProfileDetails::parse(person.name, person.about).unwrap();
            for channel in person.follows {
                let followed = program.studios.iter().find(|studio| studio.handle == *channel).unwrap();
                assert_ne!(followed.owner, person.handle);
            }
        }
        for studio in &program.studios {
            assert!(program.people.iter().any(|person| person.handle == studio.owner));
        }
        for (_, film) in &program.films {
            VideoDetails::parse(film.title, film.description, film.tags, "public").unwrap();
            assert!(RECIPES.iter().any(|recipe| recipe.name == film.recipe), "{}", film.recipe);
            film.talk.iter().for_each(|remark| accepted(&program, remark));
        }
    }

    fn accepted(program: &Program, remark: &Remark) {
        CommentDetails::parse(remark.words, "/w/x").unwrap();
        assert!(program.people.iter().any(|person| person.handle == remark.by), "{}", remark.by);
        assert!(remark.likes < program.people.len());
        remark.answers.iter().for_each(|answer| accepted(program, answer));
    }

    #[test]
    fn it_is_as_large_as_promised_and_shows_each_clip_once() {
        let program = Program::whole();
        assert!(program.films.len() >= 24 && program.studios.len() == 6 && program.people.len() == 12);
        let mut recipes: Vec<_> = program.films.iter().map(|(_, film)| film.recipe).collect();
        recipes.sort_unstable();
        recipes.dedup();
        assert_eq!(recipes.len(), program.films.len());
    }
}

//! Which passwords are accepted: long ones that are not in every attacker's list. No rule about letters, digits or signs.
//!
//! Length is counted in characters as people count them, guessing is estimated by zxcvbn, which knows the usual lists, names, dates,
//! repetitions and keyboard walks.

use zxcvbn::{Score, zxcvbn};

use super::PASSWORD_BYTES;

#[derive(Debug, Clone)]
pub struct PasswordRules {
    pub min_length: usize,
    pub site_name: String,
}

/// Why a password was refused, as a sentence for the one who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    #[error("Choose a password with at least {0} characters. Several words are good.")]
    TooShort(usize),
    #[error("This password is too long: 1,024 bytes is the most.")]
    TooLong,
    #[error("A password cannot contain a NUL character.")]
    Nul,
    #[error("This password is the name of the site or of the account. Choose one that nobody can guess.")]
    Name,
    #[error(
        "This password is one of the first that others would guess. Choose a more unusual one, several words for example."
    )]
    Guessable,
}

impl PasswordRules {
    /// Judges a password for the account with these names (handle, display name, e-mail address).
    pub fn check(&self, password: &str, names: &[&str]) -> Result<(), PasswordRefused> {
        if password.len() > PASSWORD_BYTES {
            return Err(PasswordRefused::TooLong);
        }
        if password.contains('\0') {
            return Err(PasswordRefused::Nul);
        }
        if password.chars().count() < self.min_length {
            return Err(PasswordRefused::TooShort(self.min_length));
        }
        let mut known: Vec<&str> = vec![&self.site_name];
        known.extend(names.iter().filter(|name| !name.trim().is_empty()));
        if known.iter().any(|name| is_only(password, name)) {
            return Err(PasswordRefused::Name);
        }
        // Two is "somewhat guessable": a hint at most. Below it are the lists and the patterns.
        if zxcvbn(password, &known).score() < Score::Two {
            return Err(PasswordRefused::Guessable);
        }
        Ok(())
    }
}

/// Whether the password is the name and nothing else, however often.
fn is_only(password: &str, name: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (password, name) = (letters(password), letters(name));
    !name.is_empty() && !password.is_empty() && password.replace(&name, "").is_empty()
}

#[cfg(test)]
mod tests {
    use super::{PasswordRefused, PasswordRules};

    fn judge(min_length: usize, password: &str) -> Result<(), PasswordRefused> {
        let rules = PasswordRules { min_length, site_name: "Sunrise Video".to_owned() };
        rules.check(password, &["ann_the_painter", "ann@example.org", ""])
    }

    #[test]
    fn au_08_length_is_counted_in_characters_and_bounded_in_bytes() {
        assert_eq!(judge(15, "fourteen chars"), Err(PasswordRefused::TooShort(15)));
        assert_eq!(judge(15, "żółć gęślą jaźń"), Ok(()));
        assert_eq!(judge(15, &"🦀 crab nebula ".repeat(10)), Ok(()));
        assert_eq!(judge(15, &"long ".repeat(1000)), Err(PasswordRefused::TooLong));
        assert_eq!(judge(15, "a fine long\0 password"), Err(PasswordRefused::Nul));
    }

    #[test]
    fn au_09_the_usual_passwords_and_names_are_refused() {
        for password in ["password", "12345678", "iloveyou", "princess", "qwertyuiop", "football"] {
            assert_eq!(judge(8, password), Err(PasswordRefused::Guessable), "{password}");
        }
        for password in
            ["passwordpassword", "aaaaaaaaaaaaaaaaaaaa", "123456789012345678", "qwertyuiopasdfghjkl"]
        {
            assert_eq!(judge(15, password), Err(PasswordRefused::Guessable), "{password}");
        }
        for password in ["Ann-the-Painter", "sunrise  video sunrise video", "ann@example.org"] {
            assert_eq!(judge(8, password), Err(PasswordRefused::Name), "{password}");
        }
    }

    #[test]
    fn au_09_there_is_no_rule_about_kinds_of_characters() {
        for password in
            ["correct horse battery staple", "moss lantern quiet river", "UPPERCASE WILLOW HARBOUR"]
        {
            assert_eq!(judge(15, password), Ok(()), "{password}");
        }
    }
}

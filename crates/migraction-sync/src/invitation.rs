//! Invitations: a one-time code for the server and, for the device, the organisation's public key, which no server
//! could prove.

use core::fmt;

use crate::code::{Code, CodeError};
use crate::ids::OrganisationKey;

/// Separates code and key. Allowed in URL fragments, and not part of the code alphabet.
const SEPARATOR: char = '~';

/// An invitation, as it is printed and typed: the code, or `code~key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The code.
    pub code: Code,
    /// The organisation's public key, if it publishes its own services.
    pub organisation: Option<OrganisationKey>,
}

impl Invitation {
    /// Parses an invitation that was typed, or pasted as a link.
    ///
    /// # Errors
    /// [`CodeError`] if the code is invalid; [`CodeError::Length`] if the key is not 64 hexadecimal digits.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        // Who was sent the link pastes the link: the code stands behind its `#`.
        let typed = typed.rsplit('#').next().unwrap_or(typed);
        let Some((code, key)) = typed.split_once(SEPARATOR) else {
            return Ok(Self { code: Code::parse(typed)?, organisation: None });
        };
        let code = Code::parse(code)?;
        let key = key.trim();
        let organisation =
            OrganisationKey::from_hex(key).ok_or(CodeError::Length(key.chars().count()))?;
        Ok(Self { code, organisation: Some(organisation) })
    }
}

impl fmt::Display for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.code, f)?;
        match &self.organisation {
            Some(key) => write!(f, "{SEPARATOR}{}", key.to_hex()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn an_invitation_is_read_as_it_was_written() {
        for organisation in [None, Some(OrganisationKey([0xa5; 32]))] {
            let invitation = Invitation { code: Code([0x11; 16]), organisation };
            assert_eq!(Invitation::parse(&invitation.to_string()), Ok(invitation));
            let typed = invitation.to_string().replace('-', " ").to_uppercase();
            assert_eq!(Invitation::parse(&typed), Ok(invitation));
            // Pages say that it is a code or a link: the link is taken as well.
            let link = alloc::format!("https://guide.example.org/go/join#{invitation}");
            assert_eq!(Invitation::parse(&link), Ok(invitation));
        }
    }

    #[test]
    fn a_key_that_is_cut_or_mistyped_is_no_invitation() {
        let whole =
            Invitation { code: Code([0x11; 16]), organisation: Some(OrganisationKey([0xa5; 32])) }
                .to_string();
        let (cut, code) = (&whole[..whole.len() - 1], whole.split_once('~').unwrap().0);
        assert_eq!(Invitation::parse(cut), Err(CodeError::Length(63)));
        assert_eq!(Invitation::parse(&[code, "~"].concat()), Err(CodeError::Length(0)));
        assert_eq!(Invitation::parse(&whole.replace('a', "g")), Err(CodeError::Length(64)));
        assert!(Invitation::parse(&whole[1..]).is_err());
    }
}

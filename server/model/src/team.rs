//! The people who reply to customers, and who was asked to join them.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, AvatarId, InvitationId};
use crate::time::Time;

/// May somebody come in?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// They sign in and work.
    Active,
    /// They are kept out; what they wrote and what is assigned to them stays theirs.
    Disabled,
}
crate::ticket::words!(Access { Active = "active", Disabled = "disabled" });

/// An agent as colleagues see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The address that they sign in with.
    pub mail: String,
    /// The picture that customers see, if they show one.
    pub avatar: Option<AvatarId>,
    /// May they come in?
    pub access: Access,
    /// Is there a password? Without one nobody can sign in as them.
    pub has_password: bool,
}

impl Member {
    /// Could they sign in now?
    pub const fn may_sign_in(&self) -> bool {
        matches!(self.access, Access::Active) && self.has_password
    }
}

/// Somebody was asked to join and has not come yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// To whom.
    pub mail: String,
    /// The name of whoever asked.
    pub by: String,
    /// When it was sent last.
    pub sent_at: Time,
    /// When its link stops working.
    pub expires_at: Time,
}

/// Everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Team {
    /// Agents: those who may come in first, then by name.
    pub members: Vec<Member>,
    /// Those who were asked, newest first.
    pub invitations: Vec<Invitation>,
}

impl Team {
    /// Would nobody be left who could sign in, if this one were kept out?
    pub fn is_last(&self, id: AgentId) -> bool {
        !self.members.iter().any(|member| member.id != id && member.may_sign_in())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_is_whoever_nobody_else_could_sign_in_after() {
        let id = |number: u128| AgentId(uuid::Uuid::from_u128(number));
        let member = |number, access, has_password| Member {
            id: id(number),
            name: String::new(),
            mail: String::new(),
            avatar: None,
            access,
            has_password,
        };
        let check = |others: &[(Access, bool)], expected: bool| {
            let others = (2..).zip(others).map(|(number, (access, has_password))| member(number, *access, *has_password));
            let members = std::iter::once(member(1, Access::Active, true)).chain(others).collect();
            assert_eq!(Team { members, invitations: Vec::new() }.is_last(id(1)), expected, "{expected}");
        };
        check(&[], true);
        check(&[(Access::Disabled, true)], true);
        check(&[(Access::Active, false)], true);
        check(&[(Access::Active, true)], false);
    }
}

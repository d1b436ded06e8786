//! Sample data of the team.

use model::id::{AgentId, InvitationId};
use model::team::{Access, Invitation, Member, Team};
use uuid::Uuid;

use super::samples::{Samples, moment};

impl Samples {
    pub(super) fn me() -> AgentId {
        AgentId(Uuid::from_u128(1))
    }

    fn member(&self, id: u128, name: String, access: Access, has_password: bool) -> Member {
        Member {
            id: AgentId(Uuid::from_u128(id)),
            name,
            mail: self.same("mina@tarn.example"),
            avatar: None,
            access,
            has_password,
        }
    }

    pub(super) fn team(&self) -> Team {
        let invitation = |id: u128, until: &str| Invitation {
            id: InvitationId(Uuid::from_u128(id)),
            mail: self.same("kim@tarn.example"),
            by: self.mina().name,
            sent_at: moment("2026-11-16T09:00:00Z"),
            expires_at: moment(until),
        };
        Team {
            members: vec![
                self.member(1, self.mina().name, Access::Active, true),
                self.member(2, self.jonas().name, Access::Active, false),
                self.member(3, self.word("Lena Fuchs", "لينا فوكس"), Access::Active, true),
                self.member(4, self.word("Pim de Wit", "بيم دي ويت"), Access::Disabled, true),
            ],
            invitations: vec![invitation(5, "2026-11-23T09:00:00Z"), invitation(6, "2026-11-15T09:00:00Z")],
        }
    }

    pub(super) fn team_of_one(&self) -> Team {
        Team { members: vec![self.member(1, self.mina().name, Access::Active, true)], invitations: Vec::new() }
    }
}

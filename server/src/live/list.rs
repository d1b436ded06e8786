//! The desk's list on the live link: what moves from now on, and whether it moved since its page was drawn.

use desk::Actor;
use desk::tickets::Listed;
use model::live::Tell;

use super::{End, Link};

impl Link {
    /// Tells of each move from now on; and of one before, where the page says what it shows. Who may: agents.
    pub(super) async fn follow_list(&mut self, list: Option<String>) -> Result<(), End> {
        let Actor::Agent { workspace, id, name } = &self.session.actor else { return Err(End::Refused) };
        self.watcher.watch_inbox(*workspace, *id, name);
        if list.is_none() {
            return Ok(());
        }
        self.list = list;
        self.tell_moved().await
    }

    /// Says that the list has moved, if it has since the page was drawn. What another version wrote may be anything.
    pub(super) async fn tell_moved(&mut self) -> Result<(), End> {
        let Some(list) = &self.list else { return Ok(()) };
        let Some(listed) = Listed::from_text(list) else { return self.tell(&Tell::Moved).await };
        match self.app.desk.tickets().has_moved(&self.session.actor, &listed).await {
            Ok(true) => self.tell(&Tell::Moved).await,
            Ok(false) => Ok(()),
            Err(_) => Err(End::ComeBack),
        }
    }
}

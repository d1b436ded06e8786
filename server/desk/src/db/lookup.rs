//! Lookups: what nearly every request asks for (whose session, which site, which ticket). One statement, which sees one moment
//! by itself, and one row or none for an answer. On PostgreSQL the questions that come while another is on its way are
//! asked together, in one statement: a busy server is asked less often, not more slowly, and nobody waits for company.
//! Draws go the same way: each caller is given something that nobody else gets, such as a ticket's number.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{Both, Row, Value};
use crate::error::{Error, Result};

/// A statement that answers a question, in both spellings.
#[derive(Debug, Clone, Copy)]
pub struct Lookup(pub Both);

/// A statement that gives each caller something of their own, in both spellings. SQLite runs it in the caller's transaction.
/// PostgreSQL runs it in one of its own, which is over at once, so nobody waits for a row until another's commit; what is drawn
/// by a transaction that is undone stays drawn.
#[derive(Debug, Clone, Copy)]
pub struct Draw(pub Both);

/// May two callers who ask the same get the same answer?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// Yes: a question, asked once.
    Same,
    /// No: each draws for themself.
    Own,
}

/// `lookup!(token: bytea => session)`: a question by its values and their types, as the macro `session!` spells it. The macro
/// is given what stands for the question's place, which the statement gives first; what goes before its first table; and
/// what stands for each value. SQLite answers one question, so those are `1`, nothing and `$1`: a table of one row would be
/// built for every question. PostgreSQL answers many, which are the rows of `asked`.
#[macro_export]
macro_rules! lookup {
    ($one:ident: $kind:ident => $sql:ident) => {
        $crate::db::Lookup($crate::db::Both {
            sqlite: $sql!("1", "", "$1"),
            postgres: concat!(
                "with asked as (select * from unnest($1::",
                stringify!($kind),
                "[]) with ordinality as asked(one, place)) ",
                $sql!("asked.place", "asked cross join ", "asked.one")
            ),
        })
    };
    ($one:ident: $kind:ident, $two:ident: $other:ident => $sql:ident) => {
        $crate::db::Lookup($crate::db::Both {
            sqlite: $sql!("1", "", "$1", "$2"),
            postgres: concat!(
                "with asked as (select * from unnest($1::",
                stringify!($kind),
                "[], $2::",
                stringify!($other),
                "[]) with ordinality as asked(one, two, place)) ",
                $sql!("asked.place", "asked cross join ", "asked.one", "asked.two")
            ),
        })
    };
}

/// Most questions in one statement.
const TOGETHER_MAX: usize = 128;
/// Statements of one lookup that are on their way at once. With one, the next takes along all that came meanwhile.
const CARRIERS_MAX: usize = 1;

type Caller = oneshot::Sender<Result<Option<Row>>>;
/// Where the answer to a question comes.
pub(super) type Answer = oneshot::Receiver<Result<Option<Row>>>;

/// The values of one question, and who waits for the answer.
struct Question {
    values: Vec<Value>,
    caller: Caller,
}

struct Waiting {
    share: Share,
    questions: Vec<Question>,
    carriers: usize,
}

/// The questions that wait, by the lookup that they are asked of. Shared by its clones.
#[derive(Clone, Default)]
pub(super) struct Gathering(Arc<Mutex<HashMap<&'static str, Waiting>>>);

/// Somebody who carries questions of one lookup. However it ends, its place is free again.
pub(super) struct Carrier {
    gathering: Gathering,
    lookup: &'static str,
    is_done: bool,
}

impl Gathering {
    /// Puts a question among those that wait. Whoever gets a carrier too lets it work until it has no more.
    pub(super) fn ask(&self, lookup: &'static str, share: Share, values: Vec<Value>) -> (Answer, Option<Carrier>) {
        let (caller, answer) = oneshot::channel();
        let mut all = self.lock();
        let waiting = all.entry(lookup).or_insert_with(|| Waiting { share, questions: Vec::new(), carriers: 0 });
        waiting.questions.push(Question { values, caller });
        let is_free = waiting.carriers < CARRIERS_MAX;
        waiting.carriers += usize::from(is_free);
        (answer, is_free.then(|| Carrier { gathering: self.clone(), lookup, is_done: false }))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<&'static str, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Carrier {
    /// The statement that is carried.
    pub(super) fn lookup(&self) -> &'static str {
        self.lookup
    }

    /// The next questions; nothing when there are none, and then this carrier is done: the next question finds its place free.
    pub(super) fn next(&mut self) -> Option<Batch> {
        let mut all = self.gathering.lock();
        let waiting = all.get_mut(self.lookup)?;
        // Who went away while the server was slow need not be asked for.
        waiting.questions.retain(|question| !question.caller.is_closed());
        let many = waiting.questions.len().min(TOGETHER_MAX);
        if many == 0 {
            waiting.carriers = waiting.carriers.saturating_sub(1);
            self.is_done = true;
            return None;
        }
        Some(Batch::of(waiting.share, waiting.questions.drain(..many)))
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        if let Some(waiting) = self.gathering.lock().get_mut(self.lookup) {
            waiting.carriers = waiting.carriers.saturating_sub(1);
            // Nobody is left to carry them: who waits is told so, instead of waiting for the next question.
            if waiting.carriers == 0 {
                waiting.questions.clear();
            }
        }
    }
}

/// Questions that are asked together; the same one only once, where its callers may share the answer.
pub(super) struct Batch {
    asked: Vec<Vec<Value>>,
    callers: Vec<(usize, Caller)>,
}

impl Batch {
    fn of(share: Share, questions: impl Iterator<Item = Question>) -> Self {
        let (mut places, mut asked, mut callers) = (HashMap::new(), Vec::new(), Vec::new());
        for Question { values, caller } in questions {
            let known = places.get(&values).copied().filter(|_| share == Share::Same);
            let place = known.unwrap_or_else(|| {
                asked.push(values.clone());
                asked.len()
            });
            places.insert(values, place);
            callers.push((place, caller));
        }
        Self { asked, callers }
    }

    /// The values of all questions, column by column.
    pub(super) fn columns(&self) -> Vec<Vec<&Value>> {
        let width = self.asked.first().map_or(0, Vec::len);
        (0..width).map(|column| self.asked.iter().filter_map(|values| values.get(column)).collect()).collect()
    }

    /// The same questions, each by itself; nothing when there is only one. For a statement that failed: who asked something
    /// that cannot be asked must not take the others along.
    pub(super) fn alone(mut self) -> std::result::Result<Vec<Self>, Self> {
        if self.asked.len() < 2 {
            return Err(self);
        }
        let mut all: Vec<Self> = self.asked.drain(..).map(|values| Self { asked: vec![values], callers: Vec::new() }).collect();
        for (place, caller) in self.callers {
            if let Some(own) = all.get_mut(place - 1) {
                own.callers.push((1, caller));
            }
        }
        Ok(all)
    }

    /// Gives everybody their row, or the error.
    pub(super) fn answer(self, outcome: Result<Vec<Row>>) {
        let rows = outcome.and_then(|rows| rows.into_iter().map(placed).collect::<Result<HashMap<_, _>>>());
        for (place, caller) in self.callers {
            // Who went away has nobody to tell.
            let _ = caller.send(match &rows {
                Ok(rows) => Ok(rows.get(&place).cloned()),
                Err(error) => Err(error.again()),
            });
        }
    }
}

fn placed(mut row: Row) -> Result<(usize, Row)> {
    let place = usize::try_from(row.take::<i64>()?).map_err(Error::unexpected)?;
    Ok((place, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "here";

    fn ask(gathering: &Gathering, number: i64) -> (Answer, Option<Carrier>) {
        gathering.ask(HERE, Share::Same, vec![Value::Int(number)])
    }

    fn row(place: i64, found: i64) -> Row {
        Row::new(vec![Value::Int(place), Value::Int(found)])
    }

    fn got(answer: &mut Answer) -> Option<i64> {
        answer.try_recv().unwrap().unwrap().map(|mut row| row.take().unwrap())
    }

    #[test]
    fn what_comes_while_others_are_asked_is_asked_together_and_each_question_once() {
        let gathering = Gathering::default();
        let (mut first, carrier) = ask(&gathering, 7);
        let mut carrier = carrier.unwrap();
        carrier.next().unwrap().answer(Ok(vec![row(1, 70)]));
        assert_eq!(got(&mut first), Some(70));
        let mut waiting: Vec<_> = [9, 7, 9, 6].into_iter().map(|number| ask(&gathering, number)).collect();
        assert!(waiting.iter().all(|(_, carrier)| carrier.is_none()), "one carrier at most");
        let batch = carrier.next().unwrap();
        assert_eq!(batch.columns(), [[&Value::Int(9), &Value::Int(7), &Value::Int(6)]]);
        batch.answer(Ok(vec![row(2, 71), row(1, 90)]));
        let found: Vec<_> = waiting.iter_mut().map(|(answer, _)| got(answer)).collect();
        assert_eq!(found, [Some(90), Some(71), Some(90), None]);
    }

    #[test]
    fn who_draws_the_same_is_given_something_else_each() {
        let gathering = Gathering::default();
        let draw = |number| gathering.ask(HERE, Share::Own, vec![Value::Int(number)]);
        let (mut first, carrier) = draw(7);
        let mut others = [draw(7).0, draw(8).0, draw(7).0];
        let batch = carrier.unwrap().next().unwrap();
        assert_eq!(batch.columns(), [[7, 7, 8, 7].map(Value::Int).each_ref()]);
        batch.answer(Ok((1..=4).map(|place| row(place, 1000 + place)).collect()));
        assert_eq!(got(&mut first), Some(1001));
        assert_eq!(others.iter_mut().map(got).collect::<Vec<_>>(), [Some(1002), Some(1003), Some(1004)]);
    }

    #[test]
    fn a_carrier_that_is_done_leaves_its_place_to_the_next_question() {
        let gathering = Gathering::default();
        for number in 0..5 {
            let (_answer, carrier) = ask(&gathering, number);
            let mut carrier = carrier.unwrap();
            assert!(carrier.next().is_some() && carrier.next().is_none());
            // Not dropped yet, and free all the same.
            let (_answer, next) = ask(&gathering, number);
            assert!(next.is_some());
        }
    }

    #[test]
    fn who_waits_for_a_carrier_that_broke_is_told() {
        let gathering = Gathering::default();
        let (_, carrier) = ask(&gathering, 1);
        let (mut waiting, none) = ask(&gathering, 2);
        assert!(none.is_none());
        drop(carrier);
        assert!(waiting.try_recv().is_err_and(|error| error == oneshot::error::TryRecvError::Closed));
        assert!(ask(&gathering, 4).1.is_some());
    }

    #[test]
    fn questions_whose_caller_has_gone_are_not_asked() {
        let gathering = Gathering::default();
        let (gone, carrier) = ask(&gathering, 1);
        let (_here, _) = ask(&gathering, 2);
        drop(gone);
        assert_eq!(carrier.unwrap().next().unwrap().columns(), [[&Value::Int(2)]]);
    }

    #[test]
    fn what_failed_together_is_asked_alone_each_with_its_own_callers() {
        let gathering = Gathering::default();
        let (first, carrier) = ask(&gathering, 7);
        let mut answers = [first, ask(&gathering, 8).0, ask(&gathering, 7).0];
        let alone = carrier.unwrap().next().unwrap().alone().ok().unwrap();
        assert_eq!(alone.len(), 2);
        for (batch, found) in alone.into_iter().zip([70, 80]) {
            let batch = batch.alone().err().unwrap();
            batch.answer(Ok(vec![row(1, found)]));
        }
        assert_eq!(answers.iter_mut().map(got).collect::<Vec<_>>(), [Some(70), Some(80), Some(70)]);
    }

    #[test]
    fn everybody_hears_of_an_error() {
        let gathering = Gathering::default();
        let (mut one, carrier) = ask(&gathering, 1);
        let (mut two, _) = ask(&gathering, 2);
        carrier.unwrap().next().unwrap().answer(Err(Error::Unavailable("gone".into())));
        for answer in [&mut one, &mut two] {
            assert!(matches!(answer.try_recv().unwrap(), Err(Error::Unavailable(_))));
        }
    }
}

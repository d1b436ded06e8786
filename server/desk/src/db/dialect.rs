//! The handful of places where the engines spell a thing differently.

/// One statement in both spellings.
#[derive(Debug, Clone, Copy)]
pub struct Both {
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgres: &'static str,
}

/// Claims the next job that is due: on PostgreSQL without waiting for one that another worker is just claiming.
pub const CLAIM_JOB: Both = Both {
    sqlite: "update jobs set leased_until = $2, attempts = attempts + 1
              where id = (select id from jobs
                           where state = 'ready' and run_at <= $1 and (leased_until is null or leased_until <= $1)
                        order by run_at, id limit 1)
          returning id, workspace_id, name, data, attempts, last_error",
    postgres: "update jobs set leased_until = $2, attempts = attempts + 1
                where id = (select id from jobs
                             where state = 'ready' and run_at <= $1 and (leased_until is null or leased_until <= $1)
                          order by run_at, id limit 1
                            for update skip locked)
            returning id, workspace_id, name, data, attempts, last_error",
};

/// A migration's text for SQLite: written in PostgreSQL's type names, kept strict here.
#[must_use]
pub fn sqlite_ddl(text: &str) -> String {
    const TYPES: &[(&str, &str)] = &[("uuid", "blob"), ("bytea", "blob"), ("bigint", "integer"), ("boolean", "integer")];
    let mut out = section(text, "postgres").replace("/*strict*/", "strict");
    for (theirs, ours) in TYPES {
        out = replace_word(&out, theirs, ours);
    }
    out
}

/// A migration's text for PostgreSQL.
#[must_use]
pub fn postgres_ddl(text: &str) -> String {
    section(text, "sqlite")
}

/// Leaves out the lines between `-- only <engine>` and `-- end` of the engine that this is not for.
fn section(text: &str, left_out: &str) -> String {
    let mut is_out = false;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim().strip_prefix("-- only ") {
            Some(engine) => is_out = engine.trim() == left_out,
            None if line.trim() == "-- end" => is_out = false,
            None if !is_out => {
                kept.push_str(line);
                kept.push('\n');
            }
            None => {}
        }
    }
    kept
}

fn replace_word(text: &str, word: &str, with: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = rest.split_at(at);
        let tail = after.get(word.len()..).unwrap_or_default();
        let is_word = !before.ends_with(is_part) && !tail.starts_with(is_part);
        out.push_str(before);
        out.push_str(if is_word { with } else { word });
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_renamed_as_whole_words_only() {
        assert_eq!(sqlite_ddl("id uuid, uuid_x text, n bigint /*strict*/"), "id blob, uuid_x text, n integer strict\n");
    }

    #[test]
    fn a_section_reaches_only_its_engine() {
        let text = "a\n-- only sqlite\nb\n-- end\nc\n";
        assert_eq!(postgres_ddl(text), "a\nc\n");
        assert_eq!(sqlite_ddl(text), "a\nb\nc\n");
    }
}

-- One text for both engines, in PostgreSQL's type names; dialect.rs renames them for SQLite. Times are microseconds.

create table workspaces (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    last_number bigint not null,
    created_at bigint not null
) /*strict*/;

create table sites (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    key text not null unique,
    name text not null,
    accent text not null,
    greeting text not null,
    locale text not null,
    hours text not null,
    origins text not null,
    answer_within_seconds bigint not null,
    created_at bigint not null,
    updated_at bigint not null
) /*strict*/;
create index sites_by_workspace on sites (workspace_id, created_at);

create table agents (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    name text not null,
    mail text not null,
    password_hash text,
    is_disabled boolean not null,
    created_at bigint not null,
    unique (workspace_id, mail)
) /*strict*/;

create table customers (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    name text not null,
    created_at bigint not null
) /*strict*/;

-- Only addresses that their owner has proven.
create table handles (
    workspace_id uuid not null references workspaces (id),
    kind text not null,
    value text not null,
    customer_id uuid not null references customers (id),
    verified_at bigint not null,
    primary key (workspace_id, kind, value)
) /*strict*/;
create index handles_by_customer on handles (customer_id);

create table visitors (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    customer_id uuid not null references customers (id),
    created_at bigint not null
) /*strict*/;

create table sessions (
    token_hash bytea primary key,
    workspace_id uuid not null references workspaces (id),
    kind text not null,
    subject_id uuid not null,
    created_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
) /*strict*/;
create index sessions_by_subject on sessions (subject_id);

create table links (
    token_hash bytea primary key,
    workspace_id uuid not null references workspaces (id),
    purpose text not null,
    mail text not null,
    ticket_id uuid,
    agent_id uuid,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
) /*strict*/;

create table categories (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    locale text not null,
    slug text not null,
    name text not null,
    summary text not null,
    icon text not null,
    position bigint not null,
    unique (workspace_id, locale, slug)
) /*strict*/;

create table articles (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    category_id uuid not null references categories (id),
    slug text not null,
    title text not null,
    body text not null,
    position bigint not null,
    updated_at bigint not null
) /*strict*/;
create index articles_by_category on articles (category_id, position);
create index articles_by_slug on articles (workspace_id, slug);

create table tickets (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    number bigint not null,
    site_id uuid not null references sites (id),
    subject text not null,
    status text not null,
    priority text not null,
    channel text not null,
    locale text not null,
    category_id uuid references categories (id),
    customer_id uuid not null references customers (id),
    visitor_id uuid references visitors (id),
    agent_id uuid references agents (id),
    mail text,
    mail_verified_at bigint,
    seq bigint not null,
    chain bytea not null,
    opened_at bigint not null,
    moved_at bigint not null,
    status_at bigint not null,
    rank bigint not null,
    answered_at bigint,
    customer_wrote_seq bigint not null,
    agent_wrote_seq bigint not null,
    agent_seen_seq bigint not null,
    customer_seen_seq bigint not null,
    is_done boolean not null,
    rating bigint,
    rating_reason text not null,
    -- Sent by another browser than the one in which its address was proven.
    is_from_elsewhere boolean not null,
    unique (workspace_id, number)
) /*strict*/;
create index tickets_by_rank on tickets (workspace_id, is_done, rank, id);
create index tickets_by_agent on tickets (workspace_id, agent_id, is_done, rank, id);
create index tickets_by_customer on tickets (customer_id, moved_at);
create index tickets_by_visitor on tickets (visitor_id, moved_at);
create index tickets_by_claim on tickets (workspace_id, mail) where mail_verified_at is null;
create index tickets_by_answer on tickets (workspace_id, answered_at);

create table messages (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    ticket_id uuid not null references tickets (id),
    seq bigint not null,
    kind text not null,
    side text not null,
    author_id uuid,
    author_name text not null,
    body text not null,
    channel text not null,
    at bigint not null,
    unique (ticket_id, seq)
) /*strict*/;

create table attachments (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    owner text not null,
    ticket_id uuid references tickets (id),
    message_id uuid references messages (id),
    name text not null,
    bytes bigint not null,
    sha256 text not null,
    is_image boolean not null,
    created_at bigint not null
) /*strict*/;
create index attachments_by_message on attachments (message_id);
create index attachments_by_ticket on attachments (ticket_id);

create table events (
    ticket_id uuid not null references tickets (id),
    seq bigint not null,
    workspace_id uuid not null references workspaces (id),
    kind text not null,
    side text not null,
    actor_id uuid,
    actor_name text not null,
    at bigint not null,
    data text not null,
    hash bytea not null,
    primary key (ticket_id, seq)
) /*strict*/;

-- The first answer of every write, for whoever asks again with the same key.
create table keys (
    workspace_id uuid not null references workspaces (id),
    actor text not null,
    key uuid not null,
    fingerprint bytea not null,
    answer text not null,
    at bigint not null,
    primary key (workspace_id, actor, key)
) /*strict*/;

create table jobs (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    name text not null,
    data text not null,
    state text not null,
    run_at bigint not null,
    leased_until bigint,
    attempts bigint not null,
    last_error text,
    created_at bigint not null,
    finished_at bigint
) /*strict*/;
create index jobs_due on jobs (state, run_at, id);

-- Mail that would have gone out, while no SMTP server is configured.
create table caught_mails (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    sender text not null,
    recipient text not null,
    subject text not null,
    message_id text not null,
    text text not null,
    html text not null,
    at bigint not null
) /*strict*/;
create index caught_mails_by_time on caught_mails (at);

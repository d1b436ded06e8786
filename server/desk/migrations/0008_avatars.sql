-- The picture that an agent shows of themself, as it was drawn: small enough to stand in its row.
create table avatars (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    agent_id uuid not null unique references agents (id),
    bytes bytea not null,
    created_at bigint not null
) /*strict*/;
create index avatars_by_workspace on avatars (workspace_id);

-- Who was asked to join the team and has not come yet. The link itself stands among the links, as a hash.

create table invitations (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    mail text not null,
    locale text not null,
    inviter_id uuid not null references agents (id),
    -- Grows each time that it is sent: a letter of an earlier round is not sent any more.
    round bigint not null,
    sent_at bigint not null,
    expires_at bigint not null,
    unique (workspace_id, mail)
) /*strict*/;

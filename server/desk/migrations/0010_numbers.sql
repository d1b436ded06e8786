-- A workspace's last ticket number in a row of its own: nearly every row refers to its workspace, and on PostgreSQL each check of
-- that would read through every number that was given out lately.
create table numbers (
    workspace_id uuid primary key references workspaces (id),
    last bigint not null
) /*strict*/;
insert into numbers (workspace_id, last) select id, last_number from workspaces;
alter table workspaces drop column last_number;
-- What hangs on a ticket, a customer or a session is in their workspace; a check of the workspace for each row of one ticket makes all
-- tickets that are opened at once queue at one row.
-- only postgres
alter table visitors drop constraint visitors_workspace_id_fkey;
alter table sessions drop constraint sessions_workspace_id_fkey;
alter table messages drop constraint messages_workspace_id_fkey;
alter table events drop constraint events_workspace_id_fkey;
alter table keys drop constraint keys_workspace_id_fkey;
alter table jobs drop constraint jobs_workspace_id_fkey;
alter table attachments drop constraint attachments_workspace_id_fkey;
-- end

-- What every page asks is found in order, not sorted each time: a customer's oldest proven address, a workspace's first site.
drop index handles_by_customer;
create index handles_by_customer on handles (customer_id, kind, verified_at);
drop index sites_by_workspace;
create index sites_by_workspace on sites (workspace_id, created_at, id);

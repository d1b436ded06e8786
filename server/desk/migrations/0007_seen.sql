-- Whether a site's script was found on a page, so that its owner sees that the tag works.
alter table sites add column seen_on text;
alter table sites add column seen_at bigint;

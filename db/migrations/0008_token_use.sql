-- Purpose: when each token was last used, to the minute, so that those that nobody needs any more are found and revoked.

-- Not a record: nothing is known as of a moment by it, and the service moves it on. Only forward, so that of several
-- instances, and of requests that overtake each other, the last use stays the last.
create table token_use (
  authority_id uuid not null,
  token_id uuid not null,
  last_used_at timestamptz not null,
  constraint token_use_pkey primary key (authority_id, token_id),
  constraint token_use_token_fk foreign key (authority_id, token_id) references token (authority_id, id),
  constraint token_use_whole_minute check (date_trunc('minute', last_used_at, 'UTC') = last_used_at)
);
alter table token_use enable row level security;
alter table token_use force row level security;
-- Written for the authority whose token it is; administrators read all.
create policy token_use_of_authority on token_use using (current_authority() in (authority_id, installation()));
grant select, insert on token_use to quotepart_app;
grant update (last_used_at) on token_use to quotepart_app;
create function guard_token_use() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.last_used_at > old.last_used_at
    and (new.authority_id, new.token_id) = (old.authority_id, old.token_id) then
    return new;
  end if;
  raise exception 'token_use: % refused', tg_op using errcode = 'restrict_violation', constraint = 'token_use_forward';
end $$;
create trigger token_use_forward before update or delete on token_use for each row execute function guard_token_use();
create trigger token_use_no_truncate before truncate on token_use for each statement execute function refuse_change();

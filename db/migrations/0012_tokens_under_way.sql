-- Purpose: a token that is revoked, or expires, while its request is under way writes nothing more.

-- Why a token no longer works at an instant; null: it does. Asked again under the write lock, since a body may take its time.
create function token_fault(which uuid, at_instant timestamptz) returns text
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  caller_authority text := current_setting('app.authority', true);
  fault text;
begin
  -- Tokens are the installation's to see: as in authenticate().
  perform set_config('app.authority', installation()::text, true);
  fault := (
    select case when t.revoked_at is not null then 'revoked' when t.expires_at <= at_instant then 'expired' end
    from token t where t.id = which);
  perform set_config('app.authority', coalesce(caller_authority, ''), true);
  return fault;
end $$;
revoke execute on function token_fault(uuid, timestamptz) from public;
grant execute on function token_fault(uuid, timestamptz) to quotepart_app;

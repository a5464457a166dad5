#!/usr/bin/env bash
# What the action does once snnnotes is installed. It is given:
#   INPUT_MODE    check, commit or pull-request
#   INPUT_ROOT    the notebook, relative to the current folder
#   INPUT_STRICT  true or false
# and, by GitHub, GITHUB_REF, GITHUB_EVENT_NAME and GITHUB_OUTPUT. Outside GitHub, the branch is
# the one that is checked out.
set -euo pipefail

mode=${INPUT_MODE:-check}
root=${INPUT_ROOT:-.}
strict=${INPUT_STRICT:-false}
# In the message of our commits, so that a run knows its own.
readonly trailer='Made-by: snnnotes action'

# In an annotation, % and line ends would end the message.
# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
message_text() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

notice() { printf '::notice title=snnnotes::%s\n' "$(message_text "$1")"; }
fail() {
  printf '::error title=snnnotes::%s\n' "$(message_text "$1")"
  exit "${2:-1}"
}
output() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"; }

# The branch that a commit could go to; nothing for a tag, a pull request or a detached head. What
# is checked out for a pull request is a merge that is on no branch, and from a fork we may not
# push at all.
branch_to_push() {
  case ${GITHUB_EVENT_NAME:-} in pull_request*) return ;; esac
  case ${GITHUB_REF:-} in
    refs/heads/*) printf '%s' "${GITHUB_REF#refs/heads/}" ;;
    '') git -C "$root" symbolic-ref --quiet --short HEAD || true ;;
  esac
}

# Sets `stale` to the READMEs that are, or `is_blocked` if none can be rebuilt.
find_stale() {
  local shown status=0 line
  shown=$(snnnotes --quiet --root "$root" build-readme --check) || status=$?
  stale=()
  case $status in
    0) ;;
    1)
      while IFS= read -r line; do
        line=${line%$'\r'} # Windows
        if [[ $line == '+++ b/'* ]]; then stale+=("${line#'+++ b/'}"); fi
      done <<<"$shown"
      # 1 without a diff is no answer that we know.
      if ((${#stale[@]} == 0)); then fail 'the README could not be rebuilt; see the log above'; fi
      ;;
    # A note that cannot be read, or a README without markers: the check tells more.
    2 | 3) is_blocked=true ;;
    *) fail 'the README could not be rebuilt; see the log above' "$status" ;;
  esac
}

# Shows the findings as annotations; sets `findings` to how many there are, and `is_bad` if they
# fail the job.
check_notes() {
  local shown status=0 line options=()
  if [[ $strict == true ]]; then options=(--strict); fi
  # ${a[@]+...}: bash 3.2, which macOS has, takes an empty array for an unset one.
  shown=$(snnnotes --root "$root" check --format github ${options[@]+"${options[@]}"}) || status=$?
  printf '%s\n' "$shown"
  findings=0
  while IFS= read -r line; do
    case $line in '::error '* | '::warning '* | '::notice '*) findings=$((findings + 1)) ;; esac
  done <<<"$shown"
  is_bad=true
  if ((status == 0)); then is_bad=false; fi
  # 1 without a finding is no answer that we know.
  if ((status > 1 || status > findings)); then
    fail 'the notes could not be checked; see the log above' "$status"
  fi
}

# Commits the READMEs that were stale and nothing else that an earlier step may have changed.
commit_readmes() {
  local identity=()
  if ! git -C "$root" config user.email >/dev/null; then
    identity=(-c 'user.name=github-actions[bot]'
      -c 'user.email=41898282+github-actions[bot]@users.noreply.github.com')
  fi
  snnnotes --root "$root" build-readme "${stale[@]}"
  # ${a[@]+...}: bash 3.2, which macOS has, takes an empty array for an unset one.
  git -C "$root" --literal-pathspecs add -- "${stale[@]}"
  git -C "$root" --literal-pathspecs ${identity[@]+"${identity[@]}"} commit --quiet \
    -m 'Rebuild the list of notes in the README' -m "$trailer" -- "${stale[@]}"
}

push_to() {
  local branch=$1 parent there
  if git -C "$root" push --quiet origin "HEAD:refs/heads/$branch"; then return; fi
  parent=$(git -C "$root" rev-parse HEAD^)
  there=$(git -C "$root" ls-remote origin "refs/heads/$branch" | cut -f 1)
  if [[ -n $there && $there != "$parent" ]]; then
    changed=false
    notice "$branch has moved on meanwhile; the run for its newest commit rebuilds the README"
    return
  fi
  fail "the README cannot be pushed to $branch; give the job  permissions: contents: write,  or take  mode: pull-request  if the branch is protected"
}

open_pull_request() {
  local base=$1 head=snnnotes-readme/$1 open
  # This branch is ours alone, and always one commit on top of the newest.
  git -C "$root" push --quiet --force origin "HEAD:refs/heads/$head" ||
    fail "the branch $head cannot be pushed; give the job  permissions: contents: write"
  open=$(cd "$root" && gh pr list --head "$head" --base "$base" --state open --json number --jq length)
  if [[ $open == 0 ]]; then
    (cd "$root" && gh pr create --head "$head" --base "$base" \
      --title 'Rebuild the list of notes in the README' \
      --body 'The README did not list the notes that are there, so snnnotes build-readme rebuilt it.')
  fi
}

case $mode in check | commit | pull-request) ;; *)
  fail "mode is check, commit or pull-request, not $mode" 2 ;;
esac
case $strict in true | false) ;; *) fail "strict is true or false, not $strict" 2 ;; esac

changed=false
is_again=false
is_blocked=false
branch=
stale=()
if [[ $mode != check ]]; then
  branch=$(branch_to_push)
  if [[ $branch == snnnotes-readme/* ]]; then branch=; fi # our own
  if [[ -n $branch ]]; then find_stale; fi
fi

if ((${#stale[@]} > 0)); then
  if [[ $(git -C "$root" log -1 --format=%B) == *"$trailer"* ]]; then
    # Rebuilt, and stale again at once: another commit would call the next run, and so on for ever.
    is_again=true
  else
    changed=true
    # The branch that is checked out stays where it is, for the steps after this one.
    if [[ $mode == pull-request ]]; then git -C "$root" checkout --quiet --detach; fi
    commit_readmes
    if [[ $mode == commit ]]; then push_to "$branch"; else open_pull_request "$branch"; fi
  fi
fi

check_notes
output changed "$changed"
output findings "$findings"
if $is_again; then
  fail 'the README is stale right after the commit that rebuilt it; does another step or another version of snnnotes change it?'
fi
if $is_bad; then
  if [[ $mode != check && -z $branch ]]; then
    notice 'this is no branch to commit to, so nothing was rebuilt'
  fi
  exit 1
fi
if $is_blocked; then fail 'the README could not be rebuilt; see the log above'; fi

# What the scripts of the tests' database servers share: $server_user is the user that the package has made, $folder the
# server's. Sourced, never run.

# The server refuses to run as root. In a user namespace it takes root for somebody else, and needs no right to read
# what only root may; where there are none, it runs as the user that its package has made.
as_ordinary() {
  if [ "$(id -u)" != 0 ]; then
    "$@"
  elif unshare --user true 2>/dev/null; then
    unshare --user --map-user="$(id -u "$server_user")" --map-group="$(id -g "$server_user")" "$@"
  else
    chown -R "$server_user" "$folder" && (cd / && runuser -u "$server_user" -- "$@")
  fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

/** A user's program. */
module consumer {
  requires dev.orthant;
}

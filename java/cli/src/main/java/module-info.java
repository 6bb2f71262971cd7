/** The command line of Orthant: one verb per stage, and the demo. Exports nothing. */
module dev.orthant.cli {
  requires dev.orthant;
  requires info.picocli;
  requires com.google.gson;
  requires java.desktop; // the demo crops pictures with javax.imageio
  requires java.logging; // the warnings of the library

  // Reflection: picocli sets the options' fields, Gson reads the records that --json prints.
  opens dev.orthant.cli to
      info.picocli,
      com.google.gson;
  opens dev.orthant.cli.console to
      info.picocli,
      com.google.gson;
  opens dev.orthant.cli.reproduce to
      com.google.gson;
  opens dev.orthant.cli.demo to
      com.google.gson;
}

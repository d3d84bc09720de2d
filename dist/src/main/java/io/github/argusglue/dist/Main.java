package io.github.argusglue.dist;

/** Where the launcher enters. */
public final class Main {
    private Main() {}

    /** Runs a command. */
    public static void main(String[] args) {
        if (args.length != 1 || !args[0].equals("version")) {
            System.exit(2);
        }
        System.out.println("argus-glue " + Main.class.getPackage().getImplementationVersion());
    }
}

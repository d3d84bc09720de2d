package io.github.argusglue.dist;

/** Where the launcher enters. */
public final class Main {
    private Main() {}

    /** Runs a command. */
    public static void main(String[] args) {
        System.out.println("argus-glue " + Main.class.getPackage().getImplementationVersion());
    }
}

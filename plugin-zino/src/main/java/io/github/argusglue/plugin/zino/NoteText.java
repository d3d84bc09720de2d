package io.github.argusglue.plugin.zino;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text from Argus as Zino can take it: plain lines of bounded length, none of them empty or a lone dot. Zino takes a
 * lone dot for the end and what follows for commands, and splits lines at more characters than most.
 */
final class NoteText {
    static final int LONGEST_LINE = 500;
    static final int MOST_LINES = 20;

    private static final String WITHDRAWN = "Acknowledgement withdrawn in Argus";
    private static final String RUN_OUT = "Acknowledgement in Argus has run out";

    private static final Pattern ENDS_OF_LINE = Pattern.compile("\\R|[\\x1c-\\x1f]");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

    /** What we have written ends so, and what zino-argus-glue has written, too. */
    private static final Pattern SIGNED = Pattern.compile("(?s).*(\\(\\S+\\)|added by Argus user \\S+( user\\))?)");

    private NoteText() {}

    static List<String> acknowledged(String text, String actor) {
        return signed(text.isBlank() ? "Acknowledged in Argus" : text, actor);
    }

    static List<String> withdrawn(String text, String actor) {
        if (actor.isBlank()) {
            return lines(RUN_OUT);
        }
        return signed(text.isBlank() ? WITHDRAWN : WITHDRAWN + ": " + text, actor);
    }

    static List<String> closed(String text, String actor) {
        return signed(text.isBlank() ? "Closed in Argus" : text, actor);
    }

    static List<String> reopened(String text, String actor, boolean caseIsClosed) {
        String what = caseIsClosed ? "Reopened in Argus; Zino cannot reopen this case" : "Reopened in Argus";
        return signed(text.isBlank() ? what : what + ": " + text, actor);
    }

    static List<String> ticket(String url, String actor) {
        return lines("Ticket " + url + " added by Argus user "
                + (fit(actor).isEmpty() ? "(unknown user)" : fit(actor).replaceAll("\\s+", "_")));
    }

    /** Tells whether a note of ours says that an acknowledgement is no more. */
    static boolean isWithdrawal(String note) {
        return note.startsWith(WITHDRAWN) || note.startsWith(RUN_OUT);
    }

    /** Tells whether a note under our name looks like one that we made, and not a person with our name. */
    static boolean looksOurs(String note) {
        return isWithdrawal(note) || SIGNED.matcher(note).matches();
    }

    private static List<String> signed(String text, String actor) {
        String name = cut(fit(actor).replaceAll("[\\s()]+", "_"), 150);
        List<String> lines = new ArrayList<>(lines(text));
        String last = lines.isEmpty() ? "Argus" : lines.remove(lines.size() - 1);
        lines.add(last + " (" + (name.isEmpty() ? "unknown" : name) + ")");
        return lines;
    }

    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : ENDS_OF_LINE.split(text, -1)) {
            String fit = cut(fit(line), LONGEST_LINE);
            if (lines.size() == MOST_LINES) {
                lines.set(MOST_LINES - 1, "…");
                break;
            } else if (!fit.isEmpty()) {
                lines.add(fit.equals(".") ? "(.)" : fit);
            }
        }
        return lines;
    }

    private static String fit(String line) {
        // To the expression, a proper pair of surrogates is a character of its own.
        return UNFIT.matcher(line).replaceAll(" ").strip();
    }

    private static String cut(String line, int length) {
        if (line.codePointCount(0, line.length()) <= length) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, length - 1)).strip() + "…";
    }
}

package io.github.argusglue.plugin.zino;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Formats text from Argus as Zino can store it: plain lines of limited length, none of them empty or a single dot. Zino
 * treats a single dot as the end of the text and what follows as commands, and it splits lines at more characters than
 * usual.
 */
final class NoteText {
    static final int MAX_LINE_LENGTH = 500;
    static final int MAX_LINES = 20;

    private static final String WITHDRAWN = "Acknowledgement withdrawn in Argus";
    private static final String RUN_OUT = "Acknowledgement in Argus has run out";

    private static final Pattern ENDS_OF_LINE = Pattern.compile("\\R|[\\x1c-\\x1f]");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

    /** End of the notes that argus-glue writes, and that zino-argus-glue wrote. */
    private static final Pattern GENERATED_END =
            Pattern.compile("(?s).*(\\(\\S+\\)|added by Argus user \\S+( user\\))?)");

    private NoteText() {}

    static List<String> acknowledged(String text, String actor) {
        return sign(text.isBlank() ? "Acknowledged in Argus" : text, actor);
    }

    static List<String> withdrawn(String text, String actor) {
        if (actor.isBlank()) {
            return lines(RUN_OUT);
        }
        return sign(text.isBlank() ? WITHDRAWN : WITHDRAWN + ": " + text, actor);
    }

    static List<String> closed(String text, String actor) {
        return sign(text.isBlank() ? "Closed in Argus" : text, actor);
    }

    static List<String> reopened(String text, String actor, boolean caseIsClosed) {
        String what = caseIsClosed ? "Reopened in Argus; Zino cannot reopen this case" : "Reopened in Argus";
        return sign(text.isBlank() ? what : what + ": " + text, actor);
    }

    static List<String> ticket(String url, String actor) {
        return lines("Ticket " + url + " added by Argus user "
                + (clean(actor).isEmpty() ? "(unknown user)" : clean(actor).replaceAll("\\s+", "_")));
    }

    /** Returns whether a note says that an acknowledgement was withdrawn or has expired. */
    static boolean isWithdrawal(String note) {
        return note.startsWith(WITHDRAWN) || note.startsWith(RUN_OUT);
    }

    /**
     * Returns whether a note under argus-glue's user name was generated, and not written by a person who uses that
     * name.
     */
    static boolean isGenerated(String note) {
        return isWithdrawal(note) || GENERATED_END.matcher(note).matches();
    }

    private static List<String> sign(String text, String actor) {
        String name = truncate(clean(actor).replaceAll("[\\s()]+", "_"), 150);
        List<String> lines = new ArrayList<>(lines(text));
        String last = lines.isEmpty() ? "Argus" : lines.remove(lines.size() - 1);
        lines.add(last + " (" + (name.isEmpty() ? "unknown" : name) + ")");
        return lines;
    }

    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : ENDS_OF_LINE.split(text, -1)) {
            String clean = truncate(clean(line), MAX_LINE_LENGTH);
            if (lines.size() == MAX_LINES) {
                lines.set(MAX_LINES - 1, "…");
                break;
            } else if (!clean.isEmpty()) {
                lines.add(clean.equals(".") ? "(.)" : clean);
            }
        }
        return lines;
    }

    private static String clean(String line) {
        // The regular expression treats a valid pair of surrogates as one character.
        return FORBIDDEN.matcher(line).replaceAll(" ").strip();
    }

    private static String truncate(String line, int length) {
        if (line.codePointCount(0, line.length()) <= length) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, length - 1)).strip() + "…";
    }
}

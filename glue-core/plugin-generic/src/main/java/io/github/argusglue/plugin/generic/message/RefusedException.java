package io.github.argusglue.plugin.generic.message;

/** A document was refused, and nothing of it was taken. The message is for its sender. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String message;

    private RefusedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.message = message;
    }

    /** Returns what is wrong, for the sender. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Returns a refusal of what is not valid; sending it again does not help. */
    public static RefusedException invalid(String message) {
        return new RefusedException(Kind.INVALID, message);
    }

    /**
     * Returns a refusal of one value of a document.
     *
     * @param pointer JSON Pointer of the value; empty for the document
     * @param problem what is wrong with it, and what is expected
     */
    public static RefusedException invalidAt(String pointer, String problem) {
        return invalid((pointer.isEmpty() ? "the document" : pointer) + ": " + problem);
    }

    /** Returns a refusal of what there is no room for. */
    public static RefusedException full(String message) {
        return new RefusedException(Kind.FULL, message);
    }

    /** Returns a refusal of what could not be stored now. */
    public static RefusedException notStored(String message) {
        return new RefusedException(Kind.NOT_STORED, message);
    }

    /** Returns the same refusal with the origin of the document in front. */
    public RefusedException from(String origin) {
        return new RefusedException(kind, origin + ": " + getMessage());
    }

    /** Returns the kind of refusal. */
    public Kind kind() {
        return kind;
    }

    /** Kind of refusal. */
    public enum Kind {
        /** The document is not valid. */
        INVALID,
        /** There is no room for another alert. */
        FULL,
        /** The document could not be stored; the sender may try again. */
        NOT_STORED
    }
}

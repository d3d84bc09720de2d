package io.github.argusglue.plugin.nagios.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Kinds of blocks in status.dat and objects.cache. */
enum Block {
    OTHER("?"),
    INFO("info"),
    PROGRAM("programstatus"),
    HOST("hoststatus"),
    SERVICE("servicestatus"),
    HOST_COMMENT("hostcomment"),
    SERVICE_COMMENT("servicecomment"),
    HOST_DOWNTIME("hostdowntime"),
    SERVICE_DOWNTIME("servicedowntime"),
    DEFINE_HOST("define host"),
    DEFINE_SERVICE("define service"),
    DEFINE_HOST_GROUP("define hostgroup"),
    DEFINE_SERVICE_GROUP("define servicegroup");

    private static final Block[] ALL = values();

    @SuppressWarnings("ImmutableEnumChecker") // Never changed.
    private final byte[] text;

    Block(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    static Block of(byte[] bytes, int from, int to) {
        for (Block block : ALL) {
            if (block.text.length == to - from && Arrays.equals(block.text, 0, to - from, bytes, from, to)) {
                return block;
            }
        }
        return OTHER;
    }

    /** Returns the number of the block in an index, which lasts as long as the process. */
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    static Block of(int number) {
        return ALL[number];
    }
}

package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One status.dat: which objects it has, which of them have a problem, and where to read more about them. Objects
 * without a problem leave nothing but their place in an index.
 */
final class StatusFile implements Closeable {
    /** In the tag of a block: its kind, the number of the state, and whether that is HARD. */
    private static final int KIND = 0x0f;

    private static final int STATE = 0x30;
    private static final int STATE_SHIFT = 4;
    private static final int HARD = 0x40;

    private final BlockFile file;
    private final BlockIndex index;
    private long created = -1;
    private long programStart;
    private int hosts;
    private int services;

    private StatusFile(BlockFile file, BlockIndex index) {
        this.file = file;
        this.index = index;
    }

    /**
     * Reads a file as a whole.
     *
     * @param before the file that was read before, which is closed
     * @throws SourceException if it is cut off or damaged
     */
    static StatusFile read(Path path, @Nullable StatusFile before) throws IOException, SourceException {
        BlockFile file = new BlockFile(path, before == null ? null : before.file);
        StatusFile status = new StatusFile(file, new BlockIndex(before == null ? 1_024 : before.index.size() + 64));
        try {
            status.readBlocks();
            FileIdentity now = FileIdentity.of(path);
            if (now.node() != null && now.node().equals(file.identity().node()) && !now.equals(file.identity())) {
                throw file.damaged("was changed while it was read; it is read again");
            }
        } catch (IOException | SourceException | RuntimeException e) {
            file.close();
            throw e;
        }
        return status;
    }

    private void readBlocks() throws IOException, SourceException {
        Fields fields = new Fields("host_name service_description current_state state_type created program_start");
        while (file.next(fields)) {
            switch (fields.block()) {
                case INFO -> created = fields.number("created");
                case PROGRAM -> programStart = fields.number("program_start");
                case HOST -> hosts += add(fields, false, true);
                case SERVICE -> services += add(fields, true, true);
                case HOST_COMMENT, HOST_DOWNTIME -> add(fields, false, false);
                case SERVICE_COMMENT, SERVICE_DOWNTIME -> add(fields, true, false);
                default -> {}
            }
        }
        if (created < 0) {
            throw file.damaged("has no block 'info' with 'created'");
        }
    }

    private int add(Fields fields, boolean isService, boolean hasState) throws SourceException {
        if (!fields.has("host_name")
                || (isService && !fields.has("service_description"))
                || (hasState && !fields.has("current_state"))) {
            throw file.damaged("has a block without a name or state, at byte " + file.position());
        }
        int tag = fields.block().number();
        if (hasState) {
            // What is no state at all counts as the worst.
            int state = (int) fields.number("current_state") & Integer.MAX_VALUE;
            tag |= Math.min(state, STATE >> STATE_SHIFT) << STATE_SHIFT | (fields.isSet("state_type") ? HARD : 0);
        }
        index.add(fields.hash(isService), tag, file.position(), file.length());
        return 1;
    }

    FileIdentity identity() {
        return file.identity();
    }

    /** Returns when the daemon wrote the file. */
    Instant created() {
        return Instant.ofEpochSecond(created);
    }

    Instant programStart() {
        return Instant.ofEpochSecond(Math.max(programStart, 0));
    }

    int hosts() {
        return hosts;
    }

    int services() {
        return services;
    }

    /** Returns the number of blocks. */
    int size() {
        return index.size();
    }

    boolean isProblem(int entry) {
        return (index.tag(entry) & STATE) != 0;
    }

    /** Returns whether the object exists and is not, with certainty, in this state. For any thread. */
    boolean contradicts(ObjectKey key, State state) {
        int entry = find(key);
        int number = entry < 0 ? 0 : (index.tag(entry) & STATE) >> STATE_SHIFT;
        State here = key.isHost() ? State.ofHost(number) : State.ofService(number);
        return entry >= 0 && (here != state || (index.tag(entry) & HARD) == 0);
    }

    /** Returns the block of the object itself; -1 if there is no such object. No I/O; for any thread. */
    int find(ObjectKey key) {
        int entry = first(key);
        return entry < 0 ? -1 : next(entry, key.isHost() ? Block.HOST : Block.SERVICE);
    }

    /** Returns any block of the object, to begin with; -1 if there is none. */
    int first(ObjectKey key) {
        return index.first(key.toString());
    }

    /** Returns this block or the next one of the same object that is of this kind; -1 if there is none. */
    int next(int start, Block kind) {
        int entry = start;
        while (entry >= 0 && Block.of(index.tag(entry) & KIND) != kind) {
            entry = index.next(entry);
        }
        return entry;
    }

    int after(int entry) {
        return index.next(entry);
    }

    void fields(int entry, Fields fields) throws IOException, SourceException {
        file.read(index.position(entry), index.length(entry), fields);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.Definition;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One objects.cache: how many objects are configured, their groups, and where to read more about them. */
final class ObjectsFile implements Closeable {
    private final BlockFile file;
    private final BlockIndex index;
    private final List<String> groups = new ArrayList<>();
    private final Fields definition =
            new Fields("host_name service_description alias display_name address notes_url contact_groups");
    private int hosts;
    private int services;

    private ObjectsFile(BlockFile file, BlockIndex index) {
        this.file = file;
        this.index = index;
    }

    static ObjectsFile read(Path path, @Nullable ObjectsFile before) throws IOException, SourceException {
        BlockFile file = new BlockFile(path, null);
        ObjectsFile objects = new ObjectsFile(file, new BlockIndex(before == null ? 1_024 : before.index.size() + 64));
        try {
            objects.readBlocks();
        } catch (IOException | SourceException | RuntimeException e) {
            file.close();
            throw e;
        }
        return objects;
    }

    private void readBlocks() throws IOException, SourceException {
        Fields fields = new Fields("host_name service_description hostgroup_name servicegroup_name members");
        while (file.next(fields)) {
            int tag = fields.block().number();
            switch (fields.block()) {
                case DEFINE_HOST -> hosts += add(fields, false);
                case DEFINE_SERVICE -> services += add(fields, true);
                case DEFINE_HOST_GROUP -> addGroup(fields.text("hostgroup_name"), fields.members(false), tag);
                case DEFINE_SERVICE_GROUP -> addGroup(fields.text("servicegroup_name"), fields.members(true), tag);
                default -> {}
            }
        }
    }

    private int add(Fields fields, boolean isService) throws SourceException {
        if (!fields.has("host_name") || (isService && !fields.has("service_description"))) {
            throw file.damaged("has a block without a name, at byte " + file.position());
        }
        index.add(fields.hash(isService), fields.block().number(), file.position(), file.length());
        return 1;
    }

    private void addGroup(String name, List<Long> members, int tag) {
        for (long member : members) {
            index.add(member, tag, groups.size(), 0);
        }
        groups.add(name);
    }

    FileIdentity identity() {
        return file.identity();
    }

    int hosts() {
        return hosts;
    }

    int services() {
        return services;
    }

    /** Returns what is configured about an object; {@link Definition#NONE} if it is not there. */
    Definition find(ObjectKey key) throws IOException, SourceException {
        Block kind = key.isHost() ? Block.DEFINE_HOST : Block.DEFINE_SERVICE;
        Definition found = Definition.NONE;
        List<String> memberOf = new ArrayList<>();
        for (int entry = index.first(key.toString()); entry >= 0; entry = index.next(entry)) {
            if (index.tag(entry) == kind.number()) {
                file.read(index.position(entry), index.length(entry), definition);
                found = new Definition(
                        definition.text(key.isHost() ? "alias" : "display_name"),
                        definition.text("address"),
                        definition.text("notes_url"),
                        Map.of(),
                        List.of(),
                        definition.words("contact_groups"));
            } else {
                memberOf.add(groups.get((int) index.position(entry)));
            }
        }
        Collections.sort(memberOf);
        return new Definition(
                found.alias(),
                found.address(),
                found.notesUrl(),
                Map.of(),
                List.copyOf(memberOf),
                found.contactGroups());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

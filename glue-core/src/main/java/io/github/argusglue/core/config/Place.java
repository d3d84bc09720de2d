package io.github.argusglue.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlPosition;

/** A place in the file: the path of its key, line and column. */
record Place(String path, int line, int column) {
    static final Place ROOT = new Place("", 1, 1);

    /** Returns the place of a key of the table at this place; an absent key has the place of its table. */
    Place key(String key, @Nullable TomlPosition position) {
        String quoted = Toml.joinKeyPath(List.of(key));
        return at(path.isEmpty() ? quoted : path + "." + quoted, position);
    }

    Place element(int index, @Nullable TomlPosition position) {
        return at(path + "[" + index + "]", position);
    }

    private Place at(String newPath, @Nullable TomlPosition position) {
        return position == null
                ? new Place(newPath, line, column)
                : new Place(newPath, position.line(), position.column());
    }
}

namespace FreeSpectra.Numerics;

/// <summary>Writes a file whole or not at all: into a temporary file beside it, which is then renamed.</summary>
/// <remarks>
/// A reader never sees half a file, and a process that dies while writing leaves the old file as it was. The temporary
/// file is removed when the writing fails.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Writes text as UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="IOException">The file cannot be written or its folder does not exist; nothing is left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file is not writable.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.Write(text);
        });

    /// <summary>Writes what <paramref name="body"/> puts into the stream.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="body">Writes the content; an exception from it leaves the old file as it was.</param>
    /// <exception cref="IOException">The file cannot be written or its folder does not exist; nothing is left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file is not writable.</exception>
    public static void Write(string path, Action<Stream> body)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(body);
        string full = FileIn(path);
        string temporary = $"{full}.{Environment.ProcessId}.part";
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                body(stream);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"'{path}' cannot be written.", problem);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes sure that a file can be written before a long computation starts.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="IOException">Its folder does not exist, or a folder of that name is in the way.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void RequireWritable(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Probe(Path.GetDirectoryName(FileIn(path))!);
    }

    /// <summary>Makes sure that files can be written into a folder before a long computation starts.</summary>
    /// <param name="folder">The folder; it is created if it is missing.</param>
    /// <exception cref="IOException">The folder cannot be created or a file of that name is in the way.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void RequireWritableFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string full = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"the folder '{folder}' cannot be made.", problem);
        }

        Probe(full);
    }

    /// <summary>The full path of a file, whose folder exists and whose name is not a folder's.</summary>
    private static string FileIn(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"'{path}' is a folder, not a file.");
        }

        return Directory.Exists(Path.GetDirectoryName(full))
            ? full
            : throw new IOException($"'{path}' cannot be written: its folder does not exist.");
    }

    private static void Probe(string folder)
    {
        string probe = Path.Combine(folder, $".{Environment.ProcessId}.part");
        try
        {
            using (File.Create(probe))
            {
            }

            File.Delete(probe);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"nothing can be written into the folder '{folder}'.", problem);
        }
    }
}

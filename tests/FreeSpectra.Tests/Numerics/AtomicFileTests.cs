using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Numerics;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("freespectra-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Text_is_written_without_a_mark_and_nothing_else_is_left()
    {
        string path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "λ\n");
        Assert.Equal([0xCE, 0xBB, 0x0A], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void File_stays_as_it_was_when_the_writing_fails_half_way()
    {
        string path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_missing_folder_is_refused_and_not_made()
    {
        string path = Path.Combine(folder, "new", "a.txt");
        Assert.Throws<IOException>(() => AtomicFile.WriteText(path, "text"));
        Assert.Throws<IOException>(() => AtomicFile.RequireWritable(path));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Folder_in_the_place_of_a_file_is_refused_before_anything_is_written()
    {
        Assert.Throws<IOException>(() => AtomicFile.WriteText(folder, "text"));
        File.WriteAllText(Path.Combine(folder, "file"), "");
        Assert.ThrowsAny<IOException>(() => AtomicFile.RequireWritableFolder(Path.Combine(folder, "file", "below")));
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(Path.Combine(folder, "file", "below.txt"), "text"));
    }
}

using System.Collections.Immutable;

namespace FreeSpectra.Plots;

/// <summary>One picture with its axes, elements and legend.</summary>
public sealed record Panel
{
    /// <summary>Creates a panel.</summary>
    /// <param name="title">One line above it; may be empty.</param>
    /// <param name="horizontal">The horizontal axis.</param>
    /// <param name="vertical">The vertical axis, on the left.</param>
    /// <param name="elements">What is drawn, back to front.</param>
    /// <param name="right">A second vertical axis for the weights of atoms, or null.</param>
    public Panel(string title, Axis horizontal, Axis vertical, IEnumerable<PlotElement> elements, Axis? right = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(horizontal);
        ArgumentNullException.ThrowIfNull(vertical);
        Title = title;
        Horizontal = horizontal;
        Vertical = vertical;
        Elements = [.. elements];
        Right = right;
    }

    /// <summary>One line above the panel.</summary>
    public string Title { get; }

    /// <summary>The horizontal axis.</summary>
    public Axis Horizontal { get; }

    /// <summary>The vertical axis, on the left.</summary>
    public Axis Vertical { get; }

    /// <summary>The axis of the atoms' weights, or null.</summary>
    public Axis? Right { get; }

    /// <summary>What is drawn, back to front.</summary>
    public ImmutableArray<PlotElement> Elements { get; }

    /// <summary>Whether two panels draw the same.</summary>
    public bool Equals(Panel? other) =>
        other is not null && (Title, Horizontal, Vertical, Right) == (other.Title, other.Horizontal, other.Vertical, other.Right)
        && Elements.SequenceEqual(other.Elements);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Title, Horizontal, Vertical, Right, Elements.Length);
}
